package processpool.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What this project wants to reach on its reference machine: two cores, two workers. */
final class Targets {
  /**
   * A target and how it went.
   *
   * @param figure what was measured
   * @param wanted in words
   * @param measured in words
   * @param met whether it was reached
   */
  record Verdict(String figure, String wanted, String measured, boolean met) {}

  private static final double BYTES_PER_SECOND = 1.5e9;
  private static final boolean LATER_JDK = Runtime.version().feature() > 17;
  private static final double NOISE = 0.9;

  private final Results results;
  private final List<Verdict> verdicts = new ArrayList<>();

  private Targets(Results results) {
    this.results = results;
  }

  /** Judges every target whose figures were measured. */
  static List<Verdict> judge(Results results) {
    Targets targets = new Targets(results);
    targets.timesCpython("apply.p50", 50);
    targets.timesCpython("apply.p99", 20);
    targets.timesCpython("pause.p50", 2);
    targets.times("pause.p50", Contenders.PIPE, "a bare pipe", 2);
    targets.timesCpython("async", 60);
    targets.atLeast("async", 1e6);
    targets.timesCpython("map", 3);
    targets.timesCpython("maplarge", 4);
    targets.timesCpython("map1", 30);
    targets.timesCpython("imap", 20);
    targets.atLeast("callbacks", 3e5);
    targets.atLeast("allof", 4e5);
    targets.timesCpython("echo64m", 20);
    targets.atLeast("echo64m", BYTES_PER_SECOND);
    targets.timesCpython("echo1m", 8);
    targets.windows(1, 2, 10, 100, 1_000);
    targets.ofThreads("work.100", 0.95);
    targets.ofThreads("work.1000", 0.97);
    targets.ofThreads("work.10000", 0.99);
    targets.atMost("watched", 3);
    targets.timesBare("start", LATER_JDK ? 1.4 : 1.15);
    targets.timesBare("start.cold", LATER_JDK ? 1.5 : 1.3);
    targets.timesBare("start25", 1.4);
    targets.timesBare("start25.cold", 1.5);
    targets.atMost("leave", 0.04);
    targets.atMost("first.later", 3e-6);
    targets.atLeast("large.first", 1e9);
    targets.atLeast("large.tenth", 3e9);
    targets.atMost("shared", 0.6);
    targets.times("words", Contenders.THREADS, "threads", 1.15);
    targets.timesOwn("words.peak", "words.small.peak", 2);
    targets.timesBare("memory", 1.3);
    targets.atMost("idle", 1.0);
    targets.atMost("pools", 1.0);
    targets.grows("sleep.p50", true);
    targets.grows("sleep.rate", false);
    targets.atLeast("async.4", 1.5e6);
    targets.atLeast("async.16", 1e6);
    targets.atLeast("async.64", 8e5);
    targets.atMost("queue", 300);
    return targets.verdicts;
  }

  private void timesCpython(String figure, double least) {
    atLeastTimes(figure, Contenders.CPYTHON_POOL, "CPython's Pool", least);
  }

  private void ofThreads(String figure, double least) {
    atLeastTimes(figure, Contenders.THREADS, "threads", least);
  }

  private void atLeastTimes(String figure, String peer, String words, double least) {
    results
        .timesBetter(figure, Contenders.POOL, peer)
        .ifPresent(
            times ->
                add(
                    figure,
                    "at least " + Figure.digits(least) + " x " + words,
                    Figure.digits(times) + " x",
                    times >= least));
  }

  private void timesBare(String figure, double most) {
    times(figure, Contenders.BARE, "a bare JVM", most);
  }

  private void times(String figure, String peer, String words, double most) {
    OptionalDouble times = results.timesBetter(figure, peer, Contenders.POOL);
    times.ifPresent(
        ratio ->
            add(
                figure,
                "at most " + Figure.digits(most) + " x " + words,
                Figure.digits(ratio) + " x",
                ratio <= most));
  }

  /** More under way must not be slower, but for noise. */
  private void windows(int... sizes) {
    for (int i = 1; i < sizes.length; i++) {
      OptionalDouble fewer = results.median("window." + sizes[i - 1], Contenders.POOL);
      OptionalDouble more = results.median("window." + sizes[i], Contenders.POOL);
      if (fewer.isPresent() && more.isPresent()) {
        double ratio = more.getAsDouble() / fewer.getAsDouble();
        add(
            "window." + sizes[i],
            "at least " + Figure.digits(NOISE) + " x the row before",
            Figure.digits(ratio) + " x",
            ratio >= NOISE);
      }
    }
  }

  private void timesOwn(String figure, String base, double most) {
    OptionalDouble value = results.median(figure, Contenders.POOL);
    OptionalDouble other = results.median(base, Contenders.POOL);
    if (value.isPresent() && other.isPresent()) {
      double ratio = value.getAsDouble() / other.getAsDouble();
      add(
          figure,
          "at most " + Figure.digits(most) + " x that with -Xmx256m",
          Figure.digits(ratio) + " x",
          ratio <= most);
    }
  }

  private void atLeast(String figure, double least) {
    own(figure, least, "at least ", false);
  }

  private void atMost(String figure, double most) {
    own(figure, most, "below ", true);
  }

  private void own(String figure, double limit, String words, boolean less) {
    OptionalDouble value = results.median(figure, Contenders.POOL);
    for (Figure known : results.figures()) {
      if (known.id().equals(figure) && value.isPresent()) {
        double measured = value.getAsDouble();
        add(
            figure,
            words + known.unit().show(limit),
            known.unit().show(measured),
            less ? measured < limit : measured >= limit);
      }
    }
  }

  private void grows(String figure, boolean lessIsBetter) {
    OptionalDouble two = results.median(figure + ".2", Contenders.POOL);
    OptionalDouble sixteen = results.median(figure + ".16", Contenders.POOL);
    if (two.isPresent() && sixteen.isPresent()) {
      double ratio = sixteen.getAsDouble() / two.getAsDouble();
      double worse = lessIsBetter ? ratio : 1 / ratio;
      add(
          figure,
          "16 workers at most 1.3 x worse than 2",
          Figure.digits(worse) + " x",
          worse <= 1.3);
    }
  }

  private void add(String figure, String wanted, String measured, boolean met) {
    verdicts.add(new Verdict(figure, wanted, measured, met));
  }
}
