package processpool.lesson;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the article shows of its nine tasks in a pool of three: they come in three waves, each wave
 * in the same three processes. The examples' tests ask the same of a pool that each uses in its own
 * way.
 */
public final class Waves {
  /** How many tasks there are. */
  public static final int TASKS = 9;

  /** How many processes serve them. */
  public static final int PROCESSES = 3;

  private static final int TASK_MILLIS = 200;
  private static final long LIMIT_MILLIS = 20_000;

  private Waves() {}

  /**
   * A task that ran: where, and when by the wall clock, which processes of one machine share.
   *
   * @param pid its process
   * @param start in milliseconds
   * @param end in milliseconds
   */
  public record Run(long pid, long start, long end) implements Serializable {
    boolean during(long moment) {
      return start <= moment && moment < end;
    }
  }

  /**
   * The task.
   *
   * @param count which of the nine it is
   * @return where and when it ran
   * @throws InterruptedException when it is interrupted
   */
  public static Run work(int count) throws InterruptedException {
    long start = System.currentTimeMillis();
    TimeUnit.MILLISECONDS.sleep(TASK_MILLIS);
    return new Run(ProcessHandle.current().pid(), start, System.currentTimeMillis());
  }

  /**
   * Runs tasks until all processes are there: on a busy machine one may be there so late that the
   * others have done all.
   *
   * @param some runs some and tells where
   * @throws Exception what that throws
   */
  public static void awaitProcesses(Callable<List<Run>> some) throws Exception {
    Set<Long> there = new HashSet<>();
    while (there.size() < PROCESSES) {
      some.call().forEach(run -> there.add(run.pid()));
    }
  }

  /**
   * Expects three at once and never four; no process busy twice at a time; each one reused; none of
   * them the one that asks.
   *
   * @param runs what the tasks told
   */
  public static void check(List<Run> runs) {
    expect(runs.size() == TASKS, runs.size() + " tasks in place of " + TASKS, runs);
    long here = ProcessHandle.current().pid();
    expect(runs.stream().noneMatch(r -> r.pid() == here), "a task ran in main's process", runs);
    long most = runs.stream().mapToLong(r -> at(r.start(), runs)).max().orElseThrow();
    expect(most == PROCESSES, "most tasks at one moment: " + most, runs);
    Map<Long, List<Run>> perProcess = runs.stream().collect(Collectors.groupingBy(Run::pid));
    for (List<Run> own : perProcess.values()) {
      expect(own.size() > 1, "a process that served one task alone", own);
      expect(own.stream().allMatch(r -> at(r.start(), own) == 1), "a process with two", own);
    }
    long first = runs.stream().mapToLong(Run::start).min().orElseThrow();
    long took = runs.stream().mapToLong(Run::end).max().orElseThrow() - first;
    boolean threeWaves = took >= 3L * TASK_MILLIS - 3 && took <= LIMIT_MILLIS;
    expect(threeWaves, "three waves of " + TASK_MILLIS + " ms took " + took, runs);
  }

  private static long at(long moment, List<Run> runs) {
    return runs.stream().filter(r -> r.during(moment)).count();
  }

  private static void expect(boolean fact, String otherwise, List<Run> runs) {
    if (!fact) {
      throw new AssertionError(otherwise + ": " + runs);
    }
  }

  /**
   * Expects that each of the nine printed its line once, and three processes three each.
   *
   * @param program that printed them
   * @return the lines, as printed
   */
  public static List<String> checkPrinted(Program program) {
    List<String> lines =
        program.printed().stream().filter(line -> line.startsWith("count=")).toList();
    List<String> counts =
        lines.stream().map(line -> line.substring(6, line.indexOf(','))).sorted().toList();
    List<String> each = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8");
    if (!counts.equals(each)) {
      throw new AssertionError("not each of the nine once: " + program.printed());
    }
    Map<String, Long> perProcess = perProcess(lines);
    if (!List.copyOf(perProcess.values()).equals(List.of(3L, 3L, 3L))
        || perProcess.containsKey(Long.toString(program.pid()))) {
      throw new AssertionError("not three processes with three tasks each: " + program.printed());
    }
    return lines;
  }

  /**
   * Counts the lines of each process.
   *
   * @param lines each with {@code pid=} at its end
   * @return process id to number of lines
   */
  public static Map<String, Long> perProcess(List<String> lines) {
    Function<String, String> pid = line -> line.substring(line.indexOf("pid=") + 4);
    return lines.stream().collect(Collectors.groupingBy(pid, Collectors.counting()));
  }
}
