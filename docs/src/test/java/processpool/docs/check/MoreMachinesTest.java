package processpool.docs.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the programs with nodes are for, whatever their page shows. */
@Timeout(300)
class MoreMachinesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** What stands at two places of each line of that form. */
  private static Map<String, String> pairs(String output, String line) {
    Map<String, String> found = new HashMap<>();
    Matcher matcher = Pattern.compile("(?m)^" + line + "$").matcher(output);
    while (matcher.find()) {
      assertThat(found.put(matcher.group(1), matcher.group(2))).as(matcher.group()).isNull();
    }
    return found;
  }

  private static Map<String, String> pidOfTask(String output) {
    return pairs(output, "count=(\\d+), pid=(\\d+)");
  }

  @Test
  void twoNodesOfTwoWorkersShareNineTasks() throws Exception {
    String output = Runs.output("two-nodes");
    // On a busy machine a worker may be there so late that the others have done all.
    for (int more = 0; more < 2 && Set.copyOf(pidOfTask(output).values()).size() < 4; more++) {
      output = Scenario.of("two-nodes").orElseThrow().run(ROOT);
    }
    Map<String, String> workers = new TreeMap<>();
    Matcher worker = Pattern.compile("(?m)^node=(.+), pid=(\\d+)$").matcher(output);
    while (worker.find()) {
      workers.put(worker.group(2), worker.group(1));
    }
    Map<String, String> addresses = pairs(output, "node=(.+), address=(.+)");
    assertThat(addresses).as(output).hasSize(2);
    assertThat(workers).as(output).hasSize(4);
    assertThat(
            workers.values().stream()
                .collect(Collectors.groupingBy(node -> node, Collectors.counting())))
        .as("workers of each node")
        .containsOnlyKeys(addresses.keySet())
        .allSatisfy((node, count) -> assertThat(count).isEqualTo(2));
    assertThat(pidOfTask(output).keySet())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 9).mapToObj(Integer::toString).toList());
    assertThat(Set.copyOf(pidOfTask(output).values())).as(output).isEqualTo(workers.keySet());
  }

  @Test
  void aKilledNodeCostsTheTaskThatRanThereAndNoOther() throws Exception {
    String output = Runs.output("kill-a-node");
    Map<String, String> done = pairs(output, "(\\d+) from node=(.+)");
    assertThat(done).as(output).containsOnlyKeys("4", "9", "16");
    assertThat(Set.copyOf(done.values())).as("nodes that are left").hasSize(1);
    Matcher lost = Pattern.compile("WorkerDiedException: .* node=([^,]+),").matcher(output);
    assertThat(lost.find()).as(output).isTrue();
    assertThat(done).doesNotContainValue(lost.group(1));
    assertThat(output).contains("nodes left: 1");
  }
}
