package processpool.watch.live;

import org.jspecify.annotations.Nullable;

/** One worker process in the picture; guarded by its {@link History}. Times as there. */
final class Lane {
  static final long UNKNOWN = Long.MIN_VALUE;

  /** What a worker ran, from when to when. */
  record Bar(Lane lane, Task task, long from, long to, boolean failed, String why) {
    long length() {
      return to - from;
    }
  }

  /** What is shown of a task. */
  record Task(long number, String function, int calls, long index, long size) {}

  final int number;
  final int index;
  final String node;
  final long pid;
  final long started;
  long ready = UNKNOWN;
  long ended = UNKNOWN;
  int exitCode;

  /** Why it ended; empty text while it lives, and when nobody was told. */
  String reason = "";

  /** Since when it is not among the pool's workers, which it leaves before its process ends. */
  long missing = UNKNOWN;

  /** By the history's count, when something above changed. */
  long changed;

  /** What runs now, and since when. */
  @Nullable Task running;

  long since;

  /** How many bars were drawn of those that ended in the present slot of time. */
  private long slot = UNKNOWN;

  private int drawn;

  Lane(int number, int index, String node, long pid, long started) {
    this.number = number;
    this.index = index;
    this.node = node;
    this.pid = pid;
    this.started = started;
  }

  boolean lives() {
    return ended == UNKNOWN;
  }

  /** Whether one more bar may be drawn at that time; long ones always may. */
  boolean hasRoom(long to, long slotMicros, int most) {
    if (to / slotMicros != slot) {
      slot = to / slotMicros;
      drawn = 0;
    }
    return ++drawn <= most;
  }
}
