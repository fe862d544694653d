package processpool.timeline;

import java.util.List;

/**
 * What happened in one program's pools. Times are in seconds since the first event.
 *
 * @param lanes one for each worker, in order of their start
 * @param bars one for each time that a worker ran a task, in order of their beginning
 * @param waiting how many tasks stood at the door, for each stretch of time; none when nobody did
 * @param seconds when the last thing happened
 * @since 0.1
 */
public record Run(List<Lane> lanes, List<Bar> bars, List<Waiting> waiting, double seconds) {
  /** How it went with a task. */
  public enum Outcome {
    /** All its calls returned. */
    FINISHED("finished", "完成"),
    /** It threw, was cancelled, or lost its worker. */
    FAILED("failed", "失败"),
    /** It was still running when the program ended. */
    CUT_OFF("cut off by the end of the program", "程序结束时被中断");

    private final String english;
    private final String chinese;

    Outcome(String english, String chinese) {
      this.english = english;
      this.chinese = chinese;
    }

    String inBothLanguages() {
      return english + " " + chinese;
    }
  }

  /**
   * A worker's process; of two nodes, two may have the same number.
   *
   * @param node the machine's name; empty text for this one
   * @param pid its process id
   */
  public record Who(String node, long pid) {
    /**
     * For people who see it among others: the node only if it is another.
     *
     * @param text what stands before it
     * @return both
     */
    public String onNode(String text) {
      return node.isEmpty() ? text : text + " " + node;
    }
  }

  /**
   * A worker.
   *
   * @param who which
   * @param started when its process was started
   * @param ready when it could take tasks
   * @param ended when it ended
   */
  public record Lane(Who who, double started, double ready, double ended) {
    /**
     * Its process id.
     *
     * @return the number
     */
    public long pid() {
      return who.pid();
    }
  }

  /**
   * A worker running a task.
   *
   * @param task the task's number
   * @param function what it called
   * @param calls how many calls
   * @param who the worker
   * @param submitted when the task was handed in
   * @param from when the worker began
   * @param to when it was over
   * @param outcome how it went
   */
  public record Bar(
      long task,
      String function,
      int calls,
      Who who,
      double submitted,
      double from,
      double to,
      Outcome outcome) {
    /**
     * The worker's process id.
     *
     * @return the number
     */
    public long pid() {
      return who.pid();
    }
  }

  /**
   * A stretch of time in which tasks waited at the door.
   *
   * @param from when
   * @param to until when
   * @param tasks how many
   */
  public record Waiting(double from, double to, int tasks) {}
}
