package processpool.cluster;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.PingData;
import org.jgroups.protocols.PingHeader;
import org.jgroups.protocols.TCPPING;
import org.jgroups.util.NameCache;
import org.jgroups.util.Responses;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;

/**
 * Who is there to be joined: those at a list of addresses and names, and whom they know. Only the
 * member that came first lets others in, and whoever comes may have been told of any other. So each
 * names all of them, and who comes introduces itself to those that it hears of.
 */
final class Discovery extends TCPPING {
  private final List<Endpoint> nodes;

  /** Names are looked up each time that members look for others. */
  Discovery(List<Endpoint> nodes) {
    this.nodes = nodes;
    setId(ClassConfigurator.getProtocolId(TCPPING.class));
    quieten();
    initial_hosts_set_programmatically = true;
    initial_hosts = new ArrayList<>();
    setPortRange(0);
    returnEntireCache(true);
  }

  /** It warns of a port that is not fixed. */
  private void quieten() {
    try {
      setLevel("error");
    } catch (UnsupportedOperationException unknown) {
      // The program logs through SLF4J, whose own settings say what is shown.
    }
  }

  /**
   * Asked twice: before anything begins, where yes lets a driver have just any port; and at each
   * view, where no has who comes and who is there told each other's addresses.
   */
  @Override
  public boolean isDynamic() {
    return transport == null;
  }

  @Override
  public void findMembers(
      @Nullable List<Address> members, boolean initialDiscovery, Responses responses) {
    setInitialHosts(resolve(nodes));
    super.findMembers(members, initialDiscovery, responses);
  }

  /** Whoever lets us in answers us, and could not before it has asked around for our address. */
  @Override
  protected boolean addDiscoveryResponseToCaches(
      Address member, String name, PhysicalAddress address) {
    boolean isNew = super.addDiscoveryResponseToCaches(member, name, address);
    if (isNew && !is_server && !initial_hosts.contains(address)) {
      timer.execute(() -> introduceTo(address), sends_can_block);
    }
    return isNew;
  }

  private void introduceTo(PhysicalAddress address) {
    var own = (PhysicalAddress) down(new Event(Event.GET_PHYSICAL_ADDRESS, local_addr));
    PingData self = new PingData(local_addr, false, NameCache.get(local_addr), own);
    PingHeader question =
        new PingHeader(PingHeader.GET_MBRS_REQ).clusterName(cluster_name).initialDiscovery(true);
    sendDiscoveryRequest(
        new BytesMessage(address)
            .setFlag(Message.Flag.DONT_BUNDLE, Message.Flag.OOB)
            .putHeader(id, question)
            .setArray(marshal(self)));
  }

  /** All that can be found now: of a headless service in Kubernetes, the pods that there are. */
  static Set<InetSocketAddress> resolve(List<Endpoint> nodes) {
    Set<InetSocketAddress> found = new LinkedHashSet<>();
    for (Endpoint node : nodes) {
      try {
        found.addAll(node.resolve());
      } catch (UnknownHostException notNow) { // a service without pods has no addresses
        Log.debug("a name stands for nobody at the moment: " + node, notNow);
      }
    }
    return found;
  }
}
