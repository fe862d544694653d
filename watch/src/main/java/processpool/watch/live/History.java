package processpool.watch.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import processpool.WorkerEnd;
import processpool.watch.live.Lane.Bar;
import processpool.watch.live.Lane.Task;

/**
 * What the page can show, bounded in every respect. Times are microseconds since the page was
 * opened, below 0 for what was before. Guarded by itself: events come on one thread, figures on
 * another, and each page asks on its own.
 */
final class History {
  static final int MOST_BARS = 20_000;
  static final int MOST_LANES = 300;
  static final int MOST_LINES = 500;
  static final int MOST_MAPS = 40;
  private static final String DIED = WorkerEnd.DIED.name();
  private static final int LONGEST_TEXT = 300;
  private static final int LONGEST_LINE = 2_000;
  private static final int MOST_SAMPLES = 2_000;

  /** Of what ends within such a time each lane gets so many bars, and all together so many. */
  private static final long SLOT = 50_000;

  private static final int BARS_A_SLOT = 100;
  private static final int LEAST_BARS_A_SLOT = 2;

  /** There are never many of these. */
  private static final long LONG = 20_000;

  /** What a worker printed. */
  record Line(int index, String node, long pid, long time, boolean error, String text) {}

  /** How many calls waited, and ran. */
  record Sample(long time, long waiting, long busy) {}

  /** How far something with several calls is. */
  static final class Progress {
    final long submission;
    final String function;
    long size;
    long done;
    long failed;
    long changed;

    Progress(long submission, String function) {
      this.submission = submission;
      this.function = function;
    }

    boolean over() {
      return size >= 0 && done + failed >= size;
    }
  }

  private record Who(String node, long pid) {}

  final Thinned<Bar> bars = new Thinned<>(MOST_BARS, (a, b) -> b.length() > a.length() ? b : a);
  final Thinned<Sample> samples =
      new Thinned<>(MOST_SAMPLES, (a, b) -> b.waiting() > a.waiting() ? b : a);
  final Deque<Line> lines = new ArrayDeque<>();
  long linesEver;
  final Map<Integer, Lane> lanes = new LinkedHashMap<>();
  final Map<Long, Progress> maps = new LinkedHashMap<>();
  private final Map<Who, Lane> living = new HashMap<>();

  /** Counts changes of lanes and maps. */
  long changes;

  /** Tasks that ended in a worker, and those of them that got no bar. */
  long ended;

  long notDrawn;
  private int lanesEver;
  private @Nullable Sample lastSample;

  // ---- workers

  /** The lane of a worker that has not ended. */
  synchronized @Nullable Lane lane(String node, long pid) {
    return living.get(new Who(node, pid));
  }

  /** A worker is there. It may be known; or have ended, if what says so is out of date. */
  synchronized void isThere(String node, long pid, int index, long started) {
    Who who = new Who(node, pid);
    if (living.containsKey(who) || hasEndedSince(who, started)) {
      return;
    }
    Lane lane = new Lane(lanesEver++, index, node, pid, started);
    living.put(who, lane);
    lanes.put(lane.number, lane);
    changed(lane);
    forgetDeadLanes();
  }

  private boolean hasEndedSince(Who who, long time) {
    for (Lane lane : lanes.values()) {
      if (lane.pid == who.pid && lane.node.equals(who.node) && lane.ended >= time) {
        return true;
      }
    }
    return false;
  }

  private void forgetDeadLanes() {
    for (Iterator<Lane> all = lanes.values().iterator();
        lanes.size() > MOST_LANES && all.hasNext(); ) {
      if (!all.next().lives()) {
        all.remove();
      }
    }
  }

  private void changed(Lane lane) {
    lane.changed = changes++;
  }

  synchronized void ready(Lane lane, long time) {
    if (lane.ready == Lane.UNKNOWN) {
      lane.ready = time;
      changed(lane);
    }
  }

  /** A worker has ended: why, as {@link Lane#reason}. */
  synchronized void ended(Lane lane, long time, int exitCode, String reason) {
    if (!lane.lives()) {
      return;
    }
    stop(lane, time, true, reason.equals(DIED) ? "exit code " + exitCode : "");
    lane.ended = time;
    lane.exitCode = exitCode;
    lane.reason = reason;
    living.remove(new Who(lane.node, lane.pid));
    changed(lane);
  }

  /** All but these are not among the pool's workers any more. */
  synchronized void missing(Set<Lane> there, long now, long givenUp) {
    for (Lane lane : List.copyOf(living.values())) {
      if (there.contains(lane)) {
        lane.missing = Lane.UNKNOWN;
      } else if (lane.missing == Lane.UNKNOWN) {
        lane.missing = now;
      } else if (now - lane.missing > givenUp) {
        ended(lane, lane.missing, -1, "");
      }
    }
  }

  // ---- tasks

  synchronized void begun(Lane lane, Task task, long time) {
    stop(lane, time, false, "");
    lane.running = task;
    lane.since = time;
  }

  /** A worker runs one task at a time: what is not its present one has ended already. */
  synchronized void over(Lane lane, Task task, long time, boolean failed, String why) {
    Task running = lane.running;
    if (running != null && running.number() == task.number()) {
      stop(lane, time, failed, why);
    }
  }

  private void stop(Lane lane, long time, boolean failed, String why) {
    Task task = lane.running;
    if (task == null) {
      return;
    }
    lane.running = null;
    ended++;
    long to = Math.max(lane.since, time);
    int most = Math.max(LEAST_BARS_A_SLOT, BARS_A_SLOT / Math.max(1, living.size()));
    if (lane.hasRoom(to, SLOT, most) || to - lane.since >= LONG) {
      bars.add(new Bar(lane, task, lane.since, to, failed, shorten(why, LONGEST_TEXT)));
    } else {
      notDrawn++;
    }
  }

  synchronized void counted(Task task, long submission, boolean failed) {
    if (task.size() == 1) {
      return;
    }
    Progress map = maps.get(submission);
    if (map == null) {
      map = new Progress(submission, task.function());
      maps.put(submission, map);
      forgetMaps();
    }
    map.size = task.size();
    map.done += failed ? 0 : task.calls();
    map.failed += failed ? task.calls() : 0;
    map.changed = changes++;
  }

  private void forgetMaps() {
    if (maps.size() <= MOST_MAPS) {
      return;
    }
    Iterator<Progress> all = maps.values().iterator();
    while (all.hasNext()) {
      if (all.next().over()) {
        all.remove();
        return;
      }
    }
    maps.remove(maps.keySet().iterator().next());
  }

  // ---- the rest

  synchronized void printed(
      int index, String node, long pid, long time, boolean error, String text) {
    text.lines()
        .forEach(
            line -> {
              lines.add(new Line(index, node, pid, time, error, shorten(line, LONGEST_LINE)));
              linesEver++;
              if (lines.size() > MOST_LINES) {
                lines.remove();
              }
            });
  }

  synchronized void sample(long time, long waiting, long busy) {
    Sample last = lastSample;
    if (last == null || last.waiting != waiting || last.busy != busy) {
      lastSample = new Sample(time, waiting, busy);
      samples.add(lastSample);
    }
  }

  static String shorten(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
