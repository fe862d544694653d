package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners that come and go while the pool works, and what they hear of workers. */
@Timeout(120)
class AddedListenerTest {
  static class Hearing implements PoolListener {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<WorkerEvent> workers = new CopyOnWriteArrayList<>();

    @Override
    public void listening(ProcessPool pool) {
      heard.add("listening");
    }

    @Override
    public void workerStarted(WorkerEvent worker) {
      heard.add("workerStarted");
      workers.add(worker);
    }

    @Override
    public void workerEnded(WorkerEvent worker, int exitCode) {
      heard.add("workerEnded");
      workers.add(worker);
    }

    @Override
    public void taskFinished(TaskEvent task) {
      heard.add("taskFinished");
    }
  }

  static class Reading extends Hearing {
    final List<OutputEvent> output = new CopyOnWriteArrayList<>();

    @Override
    public void printed(OutputEvent event) {
      output.add(event);
    }

    String text(boolean error) {
      StringBuilder text = new StringBuilder();
      output.stream()
          .filter(event -> event.isError() == error)
          .forEach(event -> text.append(event.text()));
      return text.toString();
    }
  }

  private final Hearing hearing = new Hearing();

  private static void end(ProcessPool pool) throws Exception {
    pool.close();
    pool.join();
  }

  @Test
  void oneThatIsAddedHearsWhatIsHandedInFromThenOn() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    assertThat(pool.apply(Tasks::square, 2)).isEqualTo(4);
    pool.addListener(hearing);
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
    end(pool);
    await().until(() -> hearing.heard.contains("workerEnded"));
    assertThat(hearing.heard).containsExactly("listening", "taskFinished", "workerEnded");
  }

  @Test
  void addedTwiceItHearsOnceAndRemovedItHearsNoMore() throws Exception {
    ProcessPool pool = new ProcessPool(1);
    pool.apply(Tasks::square, 3);
    pool.addListener(hearing);
    pool.withRetries(1).addListener(hearing);
    pool.apply(Tasks::square, 3);
    await().until(() -> hearing.heard.contains("taskFinished"));
    pool.removeListener(hearing);
    pool.removeListener(hearing);
    pool.apply(Tasks::square, 3);
    pool.addListener(hearing);
    end(pool);
    await().until(() -> hearing.heard.contains("workerEnded"));
    assertThat(hearing.heard)
        .containsExactly("listening", "taskFinished", "listening", "workerEnded");
  }

  @Test
  void oneFromTheBuilderIsToldOfThePoolFirstAndCanBeRemoved() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(1).listener(hearing).build();
    pool.apply(Tasks::square, 3);
    await().until(() -> hearing.heard.contains("taskFinished"));
    assertThat(hearing.heard).startsWith("listening", "workerStarted");
    pool.removeListener(hearing);
    end(pool);
    assertThat(hearing.heard).doesNotContain("workerEnded");
  }

  @Test
  void aSuccessorHasTheIndexOfWhomItReplaces() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(2).listener(hearing).build();
    long[] dead = {-1};
    assertThatThrownBy(() -> pool.apply(AddedListenerTest::die))
        .isInstanceOfSatisfying(
            ExecutionException.class, e -> dead[0] = ((WorkerDiedException) e.getCause()).pid());
    await().until(() -> hearing.heard.stream().filter("workerStarted"::equals).count() == 3);
    int index =
        hearing.workers.stream().filter(w -> w.pid() == dead[0]).findFirst().orElseThrow().index();
    assertThat(hearing.workers.subList(0, 2))
        .extracting(PoolListener.WorkerEvent::index)
        .containsExactlyInAnyOrder(0, 1);
    assertThat(hearing.workers.stream().filter(worker -> worker.index() == index))
        .extracting(PoolListener.WorkerEvent::pid)
        .containsOnlyOnce(hearing.workers.get(hearing.workers.size() - 1).pid())
        .contains(dead[0]);
    assertThat(hearing.workers.get(0).node()).isEmpty();
    assertThat(hearing.workers.get(0).toString()).contains("index=", "pid=");
    end(pool);
  }

  static int die() {
    Runtime.getRuntime().halt(3);
    return 1;
  }

  static int print() {
    System.out.println("one 一");
    System.err.println("wrong");
    System.out.print("half");
    return 1;
  }

  @Test
  void whatWorkersPrintIsHeardByThoseWhoOverrideIt() throws Exception {
    Reading reading = new Reading();
    ProcessPool pool =
        ProcessPool.builder().processes(1).listener(reading).listener(hearing).build();
    pool.apply(AddedListenerTest::print);
    end(pool);
    await().until(() -> reading.heard.contains("workerEnded"));
    assertThat(reading.text(false)).isEqualToNormalizingNewlines("one 一\nhalf");
    assertThat(reading.text(true)).isEqualToNormalizingNewlines("wrong\n");
    assertThat(reading.output)
        .extracting(PoolListener.OutputEvent::worker)
        .allMatch(worker -> worker.index() == 0 && worker.pid() > 0);
    assertThat(reading.output.get(0).toString()).contains("WorkerEvent[", "characters=");
  }
}
