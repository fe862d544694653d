package processpool.cluster;

/**
 * A machine that lends its workers: a running {@code java -jar pool-cluster.jar node}. A snapshot,
 * unchangeable. Ray's counterpart is an entry of {@code ray.nodes()}.
 *
 * @param name what results, listeners and exceptions call it: its host's name and its port
 * @param address where it is bound, as {@code host:port}
 * @param workers how many workers each pool may have there
 * @since 0.3
 */
public record Node(String name, String address, int workers) {}
