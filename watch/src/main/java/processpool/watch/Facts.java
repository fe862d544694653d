package processpool.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import processpool.timeline.Run;

/**
 * What advice is drawn from.
 *
 * @param run what happened
 * @param exitCodes of the workers that have ended
 * @param deaths how many of them nobody had told to end
 * @param resultBytes how large all results were on their way
 * @param outOfHeap how many tasks failed for want of heap
 */
record Facts(
    Run run, Map<Run.Who, Integer> exitCodes, long deaths, long resultBytes, long outOfHeap) {
  /** How long workers ran tasks, together. */
  double busySeconds() {
    return run.bars().stream().mapToDouble(bar -> bar.to() - bar.from()).sum();
  }

  /** How many workers there were at a time, at most. */
  int workers() {
    List<double[]> times = new ArrayList<>();
    run.lanes().forEach(lane -> times.add(new double[] {lane.started(), lane.ended()}));
    return most(times);
  }

  /** How many tasks there were at a time, at most, running or at the door. */
  int tasksAtATime() {
    Map<Long, double[]> times = new LinkedHashMap<>();
    for (Run.Bar bar : run.bars()) {
      double[] time = times.computeIfAbsent(bar.task(), any -> new double[] {bar.submitted(), 0});
      time[1] = Math.max(time[1], bar.to());
    }
    return most(List.copyOf(times.values()));
  }

  private static int most(List<double[]> times) {
    record Edge(double time, int change) {}
    List<Edge> edges = new ArrayList<>();
    for (double[] time : times) {
      edges.add(new Edge(time[0], 1));
      edges.add(new Edge(time[1], -1));
    }
    // What ends at the moment when another begins was not there with it.
    edges.sort(Comparator.comparingDouble(Edge::time).thenComparingInt(Edge::change));
    int most = 0;
    int now = 0;
    for (Edge edge : edges) {
      now += edge.change();
      most = Math.max(most, now);
    }
    return most;
  }
}
