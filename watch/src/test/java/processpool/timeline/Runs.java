package processpool.timeline;

import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import processpool.ProcessPool;

/** Runs for the tests to draw. */
public final class Runs {
  /** What each kind of bar looks like, and a name that is dangerous in markup. */
  static final Run MADE_UP =
      new Run(
          List.of(new Run.Lane(here(101), 0, 0.5, 10), new Run.Lane(here(102), 0, 1, 10)),
          List.of(
              new Run.Bar(0, "Task::<init>", 1, here(101), 0, 0.5, 4, Run.Outcome.FINISHED),
              new Run.Bar(1, "Task::work", 5, here(102), 0, 1, 5, Run.Outcome.FAILED),
              new Run.Bar(2, "Task::work", 1, here(101), 0, 4, 10, Run.Outcome.CUT_OFF)),
          List.of(new Run.Waiting(0, 0.5, 3), new Run.Waiting(1, 4, 1)),
          10);

  private Runs() {}

  /** A worker of this machine. */
  public static Run.Who here(long pid) {
    return new Run.Who("", pid);
  }

  static int nap(int i) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(300);
    return i;
  }

  /** Nine tasks in a pool of three, truly run. */
  static Run nineInThree() throws Exception {
    RunRecorder recorder = new RunRecorder();
    ProcessPool pool = ProcessPool.builder().processes(3).listener(recorder).build();
    List<Integer> arguments = IntStream.range(0, 9).boxed().toList();
    pool.map(Runs::nap, arguments, 1);
    pool.close();
    pool.join();
    await().until(() -> recorder.endedWorkers() == 3);
    return recorder.until(Instant.now());
  }
}
