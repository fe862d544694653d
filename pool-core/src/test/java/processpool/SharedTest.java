package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pool shares with its tasks: sent to a worker once, when a task there first asks. */
@Timeout(180)
class SharedTest {
  private final ProcessPool pool = new ProcessPool(2);
  private final ProcessPool one = new ProcessPool(1);

  @TempDir Path folder;

  @AfterEach
  void endPools() throws InterruptedException {
    pool.terminate();
    one.terminate();
    pool.join();
    one.join();
  }

  /** Counts how often it is written and read, in each process for itself. */
  static class Model implements Serializable {
    static int written;
    static int read;

    int factor;
    final byte[] weight;

    Model(int factor, int bytes) {
      this.factor = factor;
      this.weight = new byte[bytes];
      Arrays.fill(weight, (byte) factor);
    }

    int times(int x) {
      return factor * x + (weight.length == 0 ? 0 : weight[weight.length - 1] - factor);
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      written++;
      out.defaultWriteObject();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      read++;
    }
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void isWrittenOnceAndReadOnceByEachWorkerHoweverManyChunksNameIt() throws Exception {
    int before = Model.written;
    Shared<Model> model = pool.share(new Model(3, 100_000));
    List<Integer> result = pool.map(x -> model.get().times(x), numbers(200), 1);
    assertThat(result).isEqualTo(numbers(200).stream().map(x -> 3 * x).toList());
    assertThat(pool.starmap((m, x) -> m.get().times(x), List.of(Map.entry(model, 2)))).contains(6);
    assertThat(Model.written).isEqualTo(before + 1);
    assertThat(pool.map(x -> Model.read, numbers(50), 1)).allMatch(times -> times <= 1);
  }

  @Test
  void isNotSentToWhoDoesNotAsk() throws Exception {
    Shared<Model> model = pool.share(new Model(3, 10));
    assertThat(pool.map(x -> model == null ? -1 : Model.read, numbers(20), 1)).containsOnly(0);
  }

  @Test
  void isSentAgainToAWorkerThatReplacesAnother() throws Exception {
    Shared<Model> model = one.share(new Model(3, 100_000));
    long first = one.apply(x -> model.get().times(x) + Tasks.pid(), 0);
    assertThatThrownBy(() -> one.apply(Tasks::halt, 1)).isInstanceOf(ExecutionException.class);
    long second = one.apply(x -> model.get().times(x) + Tasks.pid(), 0);
    assertThat(second).isNotEqualTo(first);
  }

  record Holder(String name, Shared<Model> model) implements Serializable {}

  static int throughAnything(Object argument) {
    if (argument instanceof Holder holder) {
      return holder.model.get().factor;
    } else if (argument instanceof List<?> list) {
      return throughAnything(list.get(0));
    } else if (argument instanceof Map<?, ?> map) {
      return throughAnything(map.get("x"));
    }
    return ((Model) ((Shared<?>) argument).get()).factor;
  }

  @Test
  void isFoundWhereverAmongArgumentsItsHandleIs() throws Exception {
    Shared<Model> model = pool.share(new Model(7, 10));
    Holder holder = new Holder("a", model);
    List<Object> places = new ArrayList<>();
    places.addAll(List.of(model, holder, List.of(model), Map.of("x", model)));
    places.add(new ArrayList<>(List.of(model)));
    places.add(new ArrayList<>(List.of(holder, model)));
    assertThat(pool.map(SharedTest::throughAnything, places, 2)).containsOnly(7).hasSize(6);
    assertThat(pool.apply(() -> holder.model.get().factor)).isEqualTo(7);
    Shared<Holder> inside = pool.share(holder);
    assertThat(pool.apply(() -> inside.get().model.get().factor)).isEqualTo(7);
  }

  @Test
  void isTheSameObjectInEachTaskOfAWorker() throws Exception {
    Shared<Model> model = one.share(new Model(7, 10));
    List<Integer> identities =
        one.map(x -> System.identityHashCode(model.get()) ^ (x - x), numbers(20), 1);
    assertThat(new HashSet<>(identities)).hasSize(1);
  }

  @Test
  void isAsItWasWhenItWasShared() throws Exception {
    Model changed = new Model(7, 10);
    byte[] array = new byte[100_000];
    Shared<Model> model = pool.share(changed);
    Shared<byte[]> bytes = pool.share(array);
    changed.factor = 8;
    array[99_999] = 1;
    assertThat(pool.apply(() -> model.get().factor + bytes.get()[99_999])).isEqualTo(7);
    assertThat(model.get()).isSameAs(changed);
    assertThat(bytes.get()).isSameAs(array);
  }

  @Test
  void anyPlainValueCanBeOne() throws Exception {
    Shared<String> text = pool.share("x".repeat(70_000));
    Shared<List<Integer>> list = pool.share(new ArrayList<>(numbers(100_000)));
    Shared<int[]> ints = pool.share(new int[300_000]);
    Shared<Integer> number = pool.share(4);
    int sum =
        pool.apply(
            () -> text.get().length() + list.get().size() + ints.get().length + number.get());
    assertThat(sum).isEqualTo(470_004);
  }

  @Test
  void whatCannotBeSerializedIsRefusedWhenItIsShared() throws Exception {
    assertThatThrownBy(() -> pool.share(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the shared value of type")
        .hasMessageContaining("java.lang.Object")
        .hasMessageContaining("not serializable");
    assertThatThrownBy(() -> pool.<Object>share((Object) null))
        .isInstanceOf(NullPointerException.class);
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  @Test
  void oneThatIsClosedIsGoneHereAndForTasksThatBeginLater() throws Exception {
    Shared<Model> used = one.share(new Model(7, 10));
    Shared<Model> unused = one.share(new Model(7, 10));
    assertThat(one.apply(() -> used.get().factor)).isEqualTo(7);
    Path go = folder.resolve("go");
    AsyncResult<Boolean> blocks = one.applyAsync(SharedTest::waitFor, go.toString());
    AsyncResult<Integer> first = one.applyAsync(() -> used.get().factor);
    AsyncResult<Integer> second = one.applyAsync(() -> unused.get().factor);
    used.close();
    unused.close();
    used.close();
    Files.createFile(go);
    assertThat(blocks.get()).isTrue();
    for (AsyncResult<Integer> late :
        List.of(first, second, one.applyAsync(() -> used.get().factor))) {
      assertThatThrownBy(late::get)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the shared value is closed");
    }
    assertThatThrownBy(used::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the shared value is closed");
  }

  static boolean waitFor(String file) {
    await().pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(Path.of(file)));
    return true;
  }

  @Test
  void aTaskThatHasItKeepsItWhenItIsClosed() throws Exception {
    Shared<Model> model = one.share(new Model(7, 100_000));
    String has = folder.resolve("has").toString();
    String closed = folder.resolve("closed").toString();
    AsyncResult<Integer> task =
        one.applyAsync(
            () -> {
              int factor = model.get().factor;
              Files.createFile(Path.of(has));
              waitFor(closed);
              return factor + model.get().factor;
            });
    waitFor(has);
    model.close();
    Files.createFile(Path.of(closed));
    assertThat(task.get()).isEqualTo(14);
  }

  @Test
  void manyCloseWhileMoreAreUsed() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Throwable> wrong = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int factor = t + 1;
      threads.add(
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 25; i++) {
                    try (Shared<Model> model = pool.share(new Model(factor, i * 4_000))) {
                      List<Integer> got = pool.map(x -> model.get().times(x), numbers(8), 1);
                      assertThat(got.get(7)).isEqualTo(7 * factor);
                    }
                  }
                } catch (Throwable e) {
                  synchronized (wrong) {
                    wrong.add(e);
                  }
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void tasksOfAnotherPoolOfThisProgramMayUseItUntilItsOwnHasEnded() throws Exception {
    Shared<Model> model = pool.share(new Model(7, 100_000));
    assertThat(one.apply(() -> model.get().factor)).isEqualTo(7);
    pool.close();
    pool.join();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> one.apply(() -> model.get().factor))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a pool that has ended");
    }
    assertThatThrownBy(model::get).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pool.share("x")).hasMessage("pool is closed");
  }

  static String inAPoolOfItsOwn(Shared<Model> model) throws Exception {
    ProcessPool inner = new ProcessPool(1);
    try {
      inner.apply(() -> model.get().factor);
      return "works";
    } catch (ExecutionException e) {
      return e.getCause() + " " + inner.apply(s -> s.get().factor, inner.share(model.get()));
    } finally {
      inner.terminate();
    }
  }

  @Test
  void aPoolInsideATaskMustShareItAnew() throws Exception {
    Shared<Model> model = one.share(new Model(7, 10));
    assertThat(one.apply(SharedTest::inAPoolOfItsOwn, model))
        .contains("IllegalStateException")
        .contains("above a pool inside a task")
        .endsWith(" 7");
  }

  @Test
  void aHandleThatComesBackIsTheOneThatWasSent() throws Exception {
    Shared<Model> model = pool.share(new Model(7, 10));
    Shared<Model> back = pool.apply(x -> x, model);
    assertThat(back).isSameAs(model);
    assertThat(pool.apply(() -> new Holder("b", model)).model).isSameAs(model);
    model.close();
    Shared<Model> dead = pool.apply(x -> x, model);
    assertThatThrownBy(dead::get).isInstanceOf(IllegalStateException.class);
    dead.close();
  }

  static class Unreadable implements Serializable {
    private void readObject(ObjectInputStream in) throws IOException {
      throw new IOException("not in a worker: " + in.available());
    }
  }

  @Test
  void oneThatAWorkerCannotReadIsThatTasksFailure() throws Exception {
    Shared<Unreadable> shared = one.share(new Unreadable());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> one.apply(() -> shared.get().hashCode()))
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot be read in this worker")
          .hasMessageContaining("not in a worker");
    }
    assertThat(one.apply(Tasks::square, 3)).isEqualTo(9);
  }

  @Test
  void aTaskWithATimeLimitAndItsWorkersDeathWhileItWaits() throws Exception {
    Shared<byte[]> large = one.share(new byte[20_000_000]);
    AsyncResult<Integer> task = one.applyAsync(() -> large.get().length);
    await().until(() -> task.workerPid().isPresent());
    ProcessHandle.of(one.workerPids().get(0)).ifPresent(ProcessHandle::destroyForcibly);
    await().until(task::ready); // either way
    assertThat(one.apply(() -> large.get().length)).isEqualTo(20_000_000);
  }

  @Test
  void severalThreadsOfATaskAskAtOnce() throws Exception {
    Shared<Model> model = one.share(new Model(7, 200_000));
    Set<Integer> seen =
        one.apply(
            () ->
                new HashSet<>(
                    IntStream.range(0, 50)
                        .parallel()
                        .map(i -> model.get().times(1))
                        .boxed()
                        .toList()));
    assertThat(seen).containsExactly(7);
    assertThat(one.apply(() -> Model.read)).isEqualTo(1);
  }
}
