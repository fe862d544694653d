package processpool.docs.check;

import java.util.Comparator;
import java.util.List;

/** Takes out of a program's output what no two runs have in common: PIDs, times, who did what. */
final class Mask {
  private Mask() {}

  static List<String> lines(String output) {
    return output.lines().map(Mask::line).toList();
  }

  /** For programs whose tasks print side by side: in which order is chance. */
  static List<String> sorted(String output) {
    return lines(output).stream().sorted(Comparator.naturalOrder()).toList();
  }

  private static String line(String line) {
    return line.replaceAll("\\d{4}-\\d\\d-\\d\\d|\\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "#")
        .replaceAll("\\bworker([- ])\\d+", "worker$1#")
        .replaceAll("retirements=[1-9]\\d*", "retirements=#") // memory is each JVM's own affair
        .replaceAll("pid=\\d+", "pid=#")
        .replaceAll("node=[\\w.-]+", "node=#") // a host's name and a port
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:#")
        .replaceAll("\\b\\d+(\\.\\d+)? ?(us|ms|s)\\b", "#")
        .replaceAll("from task \\d+ on", "from task # on")
        .replaceAll("needs JDK 21", "#") // no virtual threads on 17: no time
        .replaceAll("exitCode=\\d+", "exitCode=#") // Windows has no signals
        .replaceAll("\\s+", " ")
        .stripTrailing();
  }
}
