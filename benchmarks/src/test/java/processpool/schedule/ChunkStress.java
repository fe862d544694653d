package processpool.schedule;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A chunk's end is a race that one wins, under jcstress: a result, say, and a cancellation. */
public final class ChunkStress {
  private ChunkStress() {}

  /** Exactly one of two ends it. */
  @JCStressTest
  @Outcome(
      id = {"true, false", "false, true"},
      expect = ACCEPTABLE,
      desc = "One winner.")
  @State
  public static class AnEndHasOneWinner {
    private final Chunk chunk = new SchedulerBenchmark.Nothing();

    @Actor
    public void result(ZZ_Result r) {
      r.r1 = chunk.end();
    }

    @Actor
    public void cancellation(ZZ_Result r) {
      r.r2 = chunk.end();
    }
  }
}
