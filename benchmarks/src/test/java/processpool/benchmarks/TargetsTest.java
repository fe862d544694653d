package processpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.benchmarks.Figure.Unit;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class TargetsTest {
  private final Results results = new Results();
  private final Figure apply = new Figure("apply.p50", "apply, p50", Unit.SECONDS);
  private final Figure async = new Figure("async", "applyAsync", Unit.PER_SECOND);

  @Test
  void medianIgnoresOneWildRound() {
    for (double value : new double[] {3, 1_000, 1}) {
      results.add(apply, Contenders.POOL, value);
    }

    assertThat(results.median("apply.p50", Contenders.POOL)).hasValue(3);
  }

  @Test
  void shorterTimesAndHigherRatesAreBetter() {
    results.add(apply, Contenders.POOL, 10e-6);
    results.add(apply, Contenders.CPYTHON_POOL, 500e-6);
    results.add(async, Contenders.POOL, 2e6);
    results.add(async, Contenders.CPYTHON_POOL, 1e4);

    assertThat(
            results
                .timesBetter("apply.p50", Contenders.POOL, Contenders.CPYTHON_POOL)
                .orElseThrow())
        .isCloseTo(50, within(1e-6));
    assertThat(results.timesBetter("async", Contenders.POOL, Contenders.CPYTHON_POOL).orElseThrow())
        .isCloseTo(200, within(1e-6));
  }

  @Test
  void aRatioAndALimitAreJudgedApart() {
    results.add(async, Contenders.POOL, 7e5);
    results.add(async, Contenders.CPYTHON_POOL, 1e4);

    assertThat(Targets.judge(results))
        .extracting(Targets.Verdict::wanted, Targets.Verdict::met)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("at least 60.0 x CPython's Pool", true),
            org.assertj.core.groups.Tuple.tuple("at least 1.00 M/s", false));
  }

  @Test
  void withoutPythonThereIsNothingToCompareWith() {
    results.add(apply, Contenders.POOL, 10e-6);

    assertThat(Targets.judge(results)).isEmpty();
  }

  @Test
  void startingIsJudgedBesideBareJvms() {
    Figure start = new Figure("start", "start", Unit.SECONDS);
    results.add(start, Contenders.POOL, 0.16);
    results.add(start, Contenders.BARE, 0.10);

    assertThat(Targets.judge(results))
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.met()).isFalse());
  }
}
