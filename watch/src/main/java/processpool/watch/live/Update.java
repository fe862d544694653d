package processpool.watch.live;

import java.util.ArrayList;
import java.util.List;
import processpool.PoolStats;
import processpool.WorkerStats;
import processpool.watch.live.Lane.Bar;
import processpool.watch.live.Lane.Task;

/** What one page has been told, and what is new for it. Belongs to that page's thread. */
final class Update {
  private static final long HEARTBEAT = 1_000_000;

  private final History history;
  private boolean told;
  private long changes;
  private long bars;
  private long samples;
  private long lines;
  private long at = Long.MIN_VALUE / 2;
  private String figures = "";

  Update(History history) {
    this.history = history;
  }

  /** One message; empty when nothing is new and the page was told something not long ago. */
  String next(Snapshot snapshot) {
    String newFigures = figures(snapshot);
    synchronized (history) {
      boolean news =
          !told
              || changes < history.changes
              || bars < history.bars.end()
              || samples < history.samples.end()
              || lines < history.linesEver
              || !newFigures.equals(figures);
      if (!news && snapshot.now() - at < HEARTBEAT) {
        return "";
      }
      figures = newFigures;
      at = snapshot.now();
      Json json = new Json().open('{');
      json.name("all").value(!told).put("now", snapshot.now()).put("tasks", history.ended);
      putLanes(json);
      putRunning(json);
      putBars(json);
      putMaps(json);
      putLines(json);
      putSamples(json);
      told = true;
      changes = history.changes;
      return json + newFigures + "}";
    }
  }

  private static String figures(Snapshot snapshot) {
    PoolStats stats = snapshot.stats();
    Json json = new Json().open('{');
    json.put("name", stats.name()).put("state", snapshot.state());
    json.put("processes", stats.processes()).put("busy", stats.busy()).put("idle", stats.idle());
    json.put("waiting", stats.waiting()).put("submitted", stats.submitted());
    json.put("succeeded", stats.succeeded()).put("failed", stats.failed());
    json.put("cancelled", stats.cancelled()).put("deaths", stats.deaths());
    json.put("retirements", stats.retirements()).name("workers").open('[');
    for (WorkerStats worker : stats.workers()) {
      long busy = worker.busyTime().toMillis();
      long all = Math.max(1, busy + worker.idleTime().toMillis());
      json.open('[').value(worker.pid()).value(worker.node()).value(worker.state().name());
      json.value(worker.tasks()).value(100 * busy / all).value(worker.residentBytes() >> 20);
      json.close(']');
    }
    return ",\"pool\":" + json.close(']').close('}');
  }

  private void putLanes(Json json) {
    json.name("lanes").open('[');
    for (Lane lane : history.lanes.values()) {
      if (!told || lane.changed >= changes) {
        json.open('[').value(lane.number).value(lane.index).value(lane.node).value(lane.pid);
        json.value(lane.started).value(known(lane.ready)).value(known(lane.ended));
        json.value(lane.exitCode).value(lane.reason).close(']');
      }
    }
    json.close(']');
  }

  /** A time that is not known is so far away that the page need not know of it. */
  private static long known(long time) {
    return time == Lane.UNKNOWN ? -1L << 50 : time;
  }

  private void putRunning(Json json) {
    json.name("running").open('[');
    for (Lane lane : history.lanes.values()) {
      Task task = lane.running;
      if (task != null) {
        json.open('[').value(lane.number);
        putTask(json, task).value(lane.since).close(']');
      }
    }
    json.close(']');
  }

  private static Json putTask(Json json, Task task) {
    json.value(task.number()).value(task.function()).value(task.calls());
    return json.value(task.index()).value(task.size());
  }

  private void putBars(Json json) {
    json.name("bars").open('[');
    for (Bar bar : history.bars.since(bars)) {
      json.open('[').value(bar.lane().number);
      putTask(json, bar.task()).value(bar.from()).value(bar.to()).value(bar.failed() ? 1 : 0);
      json.value(bar.why()).close(']');
    }
    json.close(']');
    bars = history.bars.end();
  }

  private void putMaps(Json json) {
    json.name("maps").open('[');
    for (History.Progress map : history.maps.values()) {
      if (!told || map.changed >= changes) {
        json.open('[').value(map.submission).value(map.function).value(map.size);
        json.value(map.done).value(map.failed).close(']');
      }
    }
    json.close(']');
  }

  private void putLines(Json json) {
    json.name("lines").open('[');
    long number = history.linesEver - history.lines.size();
    List<History.Line> fresh = new ArrayList<>();
    for (History.Line line : history.lines) {
      if (number++ >= lines) {
        fresh.add(line);
      }
    }
    for (History.Line line : fresh) {
      json.open('[').value(line.index()).value(line.node()).value(line.pid()).value(line.time());
      json.value(line.error() ? 1 : 0).value(line.text()).close(']');
    }
    json.close(']');
    lines = history.linesEver;
  }

  private void putSamples(Json json) {
    json.name("samples").open('[');
    for (History.Sample sample : history.samples.since(samples)) {
      json.open('[').value(sample.time()).value(sample.waiting()).value(sample.busy()).close(']');
    }
    json.close(']');
    samples = history.samples.end();
  }
}
