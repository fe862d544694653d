package processpool.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import processpool.AsyncResult;
import processpool.BrokenPoolException;
import processpool.FailedCall;
import processpool.ProcessPool;
import processpool.ResultIterator;
import processpool.TaskTimeoutException;
import processpool.WorkerDiedException;
import processpool.node.NodeTasks.Order;
import processpool.node.NodeTasks.Refused;

/** What a pool promises, kept by an engine whose workers are on nodes without the program. */
@Timeout(120)
class NodeEngineTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private NodeEngine engine;
  private ProcessPool pool;

  @AfterEach
  void end() throws Exception {
    pool.terminate();
    assertThat(pool.join(LONG)).isTrue();
    for (NodeRunner node : engine.started()) {
      assertThat(node.process().isAlive()).as(node.name).isFalse();
    }
  }

  private ProcessPool.Builder nodes(int nodes, int workersEach) throws Exception {
    engine = new NodeEngine(nodes, workersEach, folder);
    return engine.builder();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void awaitFile(String name) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(LONG)
        .until(() -> Files.exists(folder.resolve(name)));
  }

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void tasksAndTheirClassesTravelToAWorkerOnTheNodeAndResultsBack() throws Exception {
    pool = nodes(1, 2).build();
    int factor = 3;
    assertThat(pool.apply(NodeTasks::twice, new Order(4))).isEqualTo(new Order(8));
    Order captured = pool.apply(x -> new Order(factor * x), 5);
    assertThat(captured).isEqualTo(new Order(15));
    AsyncResult<Long> result = pool.applyAsync(NodeTasks::pid);
    long node = engine.started().get(0).process().pid();
    assertThat(result.get()).isNotIn(ProcessHandle.current().pid(), node);
    assertThat(result.workerPid()).hasValue(result.get());
    assertThat(pool.map(x -> x * x, upTo(1000), 7))
        .isEqualTo(upTo(1000).stream().map(x -> x * x).toList());
    byte[] large = pool.apply(bytes -> bytes.clone(), new byte[300_000]);
    assertThat(large).hasSize(300_000);
    List<Order> orders = new ArrayList<>();
    pool.imap(Order::new, upTo(50)).forEachRemaining(orders::add);
    assertThat(orders).isEqualTo(upTo(50).stream().map(Order::new).toList());
    Set<Order> any = new HashSet<>();
    pool.imapUnordered(Order::new, upTo(50), 3).forEachRemaining(any::add);
    assertThat(any).hasSize(50);
  }

  @Test
  void anExceptionArrivesAsItselfWithWorkerAndNodeNamed() throws Exception {
    pool = nodes(1, 1).build();
    long worker = pool.apply(NodeTasks::pid);
    assertThatThrownBy(() -> pool.map(NodeTasks::refuse, List.of(7)))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContainingAll("pid=" + worker, "node=node-1", "argument index=0")
        .satisfies(
            thrown -> {
              FailedCall call = (FailedCall) thrown;
              assertThat(call.workerPid()).hasValue(worker);
              assertThat(call.node()).isEqualTo("node-1");
              assertThat(thrown.getCause()).isInstanceOf(Refused.class);
              assertThat(((Refused) thrown.getCause()).order).isEqualTo(new Order(7));
              assertThat(thrown.getCause()).hasMessage("refused: Order[amount=7]");
              assertThat(thrown.getCause().getStackTrace()[0].getMethodName()).isEqualTo("refuse");
            });
    assertThatThrownBy(() -> pool.apply(() -> new Object()))
        .cause()
        .isInstanceOf(NotSerializableException.class);
    assertThat(pool.apply(NodeTasks::pid)).isEqualTo(worker);
  }

  @Test
  void whatATaskPrintsIsHereBeforeItsResult() throws Exception {
    pool = nodes(1, 2).build();
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      for (int i = 0; i < 20; i++) {
        pool.apply(NodeTasks::say, i);
        assertThat(printed.toString(StandardCharsets.UTF_8)).endsWith("said " + i + "\n");
        assertThat(complained.toString(StandardCharsets.UTF_8)).contains("complained " + i + "\n");
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void aWorkersDeathInAChunkCostsTheOneCall() throws Exception {
    pool = nodes(1, 1).build();
    List<Object> got = new ArrayList<>();
    try (ResultIterator<Integer> results = pool.imap(x -> NodeTasks.dieAt(2, x), upTo(6), 6)) {
      while (results.hasNext()) {
        try {
          got.add(results.next());
        } catch (CompletionException failed) {
          WorkerDiedException died = (WorkerDiedException) failed.getCause();
          assertThat(died.exitCode()).isEqualTo(3);
          assertThat(died.node()).isEqualTo("node-1");
          assertThat(died.index()).hasValue(2);
          got.add("died");
        }
      }
    }
    assertThat(got).isEqualTo(List.of(0, 1, "died", 3, 4, 5));
    assertThat(engine.started()).hasSize(1);
  }

  @Test
  void aCallWhoseWorkerDiedIsTriedAgainIfAllowed() throws Exception {
    pool = nodes(1, 2).retries(1).build();
    assertThat(pool.apply(NodeTasks::dieOnce, file("died"))).isEqualTo(1);
    assertThatThrownBy(() -> pool.apply(NodeTasks::dieAt, 1, 1))
        .cause()
        .isInstanceOf(WorkerDiedException.class);
  }

  @Test
  void cancellingARunningTaskEndsItsWorkerAndNoOther() throws Exception {
    pool = nodes(1, 2).build();
    AsyncResult<Long> other = pool.applyAsync(NodeTasks::sleep, file("other"), 3000L);
    AsyncResult<Long> cancelled = pool.applyAsync(NodeTasks::sleep, file("cancelled"), 60_000L);
    awaitFile("other");
    awaitFile("cancelled");
    assertThat(cancelled.cancel(false)).isFalse();
    assertThat(cancelled.cancel(true)).isTrue();
    assertThatThrownBy(cancelled::get).isInstanceOf(CancellationException.class);
    long pid = Long.parseLong(Files.readString(folder.resolve("cancelled")));
    await().atMost(LONG).until(() -> ProcessHandle.of(pid).isEmpty());
    assertThat(pool.apply(NodeTasks::twice, new Order(1))).isEqualTo(new Order(2));
    assertThat(other.get()).isPositive();
    assertThat(engine.started()).hasSize(1);
  }

  @Test
  void whatHasNotBegunCanBeCancelledAlsoWhereTheNodeHasItAlready() throws Exception {
    pool = nodes(1, 1).build();
    AsyncResult<Long> first = pool.applyAsync(NodeTasks::sleep, file("first"), 2000L);
    awaitFile("first");
    List<AsyncResult<Long>> ahead = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ahead.add(pool.applyAsync(NodeTasks::sleep, file("ahead" + i), 0L));
    }
    String base = file("map");
    AsyncResult<List<Long>> map = pool.mapAsync(i -> NodeTasks.sleep(base + i, 0), upTo(4), 1);
    for (AsyncResult<Long> result : ahead) {
      assertThat(result.cancel(false)).isTrue();
    }
    assertThat(map.cancel(false)).isTrue();
    assertThat(first.get()).isPositive();
    pool.close();
    pool.join();
    assertThat(folder.toFile().list()).contains("first").noneMatch(f -> f.startsWith("ahead"));
    assertThat(folder.toFile().list()).noneMatch(f -> f.startsWith("map"));
  }

  @Test
  void aCallOverItsTimeFailsAloneAndTheOthersOfItsChunkGoOn() throws Exception {
    pool = nodes(1, 2).taskTimeout(Duration.ofSeconds(6)).build();
    AsyncResult<Long> other = pool.applyAsync(NodeTasks::sleep, file("other"), 1000L);
    List<Object> got = new ArrayList<>();
    try (ResultIterator<Integer> results =
        pool.imap(
            x -> {
              Thread.sleep(x == 1 ? 60_000 : 1);
              return x;
            },
            upTo(4),
            4)) {
      while (results.hasNext()) {
        try {
          got.add(results.next());
        } catch (CompletionException failed) {
          TaskTimeoutException late = (TaskTimeoutException) failed.getCause();
          assertThat(late.index()).hasValue(1);
          assertThat(late.node()).isEqualTo("node-1");
          got.add("late");
        }
      }
    }
    assertThat(got).isEqualTo(List.of(0, "late", 2, 3));
    assertThat(other.get()).isPositive();
    assertThat(engine.started()).hasSize(1);
  }

  @Test
  void anInitializerRunsInEachWorkerBeforeItsFirstTask() throws Exception {
    pool = nodes(2, 2).initializer(NodeTasks::open, "door").maxTasksPerChild(1).build();
    assertThat(pool.map(x -> NodeTasks.opened() + NodeTasks.callsOfThisWorker(), upTo(6), 1))
        .containsOnly("door1");
  }

  @Test
  void anInitializerThatFailsBreaksThePool() throws Exception {
    pool = nodes(1, 2).initializer(NodeTasks::cannotOpen).build();
    assertThatThrownBy(() -> pool.apply(NodeTasks::pid))
        .cause()
        .isInstanceOf(BrokenPoolException.class)
        .rootCause()
        .isInstanceOf(Refused.class);
  }

  @Test
  void terminateEndsWhatRunsAndCancelsTheRest() throws Exception {
    pool = nodes(2, 1).build();
    List<AsyncResult<Long>> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      results.add(pool.applyAsync(NodeTasks::sleep, file("sleep" + i), 60_000L));
    }
    awaitFile("sleep0");
    pool.terminate();
    for (AsyncResult<Long> result : results) {
      assertThatThrownBy(result::get).isInstanceOf(CancellationException.class);
    }
    pool.join();
    long pid = Long.parseLong(Files.readString(folder.resolve("sleep0")));
    await().atMost(LONG).until(() -> ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void closeLetsWhatWasSubmittedFinish() throws Exception {
    pool = nodes(2, 2).build();
    List<AsyncResult<Order>> results = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      results.add(pool.applyAsync(Order::new, i));
    }
    pool.close();
    pool.join();
    for (int i = 0; i < 200; i++) {
      assertThat(results.get(i).ready()).isTrue();
      assertThat(results.get(i).get()).isEqualTo(new Order(i));
    }
  }

  @Test
  void nobodyWaitsBehindARunningTaskWhileAnotherNodeIsIdle() throws Exception {
    pool = nodes(2, 1).build();
    awaitBoth();
    AsyncResult<Long> brief = pool.applyAsync(NodeTasks::sleep, file("brief"), 500L);
    AsyncResult<Long> lengthy = pool.applyAsync(NodeTasks::sleep, file("lengthy"), 20_000L);
    awaitFile("brief");
    awaitFile("lengthy");
    List<AsyncResult<Long>> behind = new ArrayList<>();
    for (int i = 0; i < 4; i++) { // both nodes are busy, so these are handed ahead to both
      behind.add(pool.applyAsync(NodeTasks::pid));
    }
    for (AsyncResult<Long> result : behind) {
      assertThat(result.get(Duration.ofSeconds(15))).isEqualTo(brief.get());
    }
    assertThat(lengthy.ready()).isFalse();
  }

  /** Until each node has run something. */
  private void awaitBoth() {
    await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(LONG)
        .until(
            () ->
                new HashSet<>(
                            pool.map(
                                x -> {
                                  Thread.sleep(50);
                                  return NodeTasks.pid();
                                },
                                upTo(2),
                                1))
                        .size()
                    == 2);
  }

  @Test
  void aNodesEndFailsWhatItHadBegunAndTheRestRunsElsewhere() throws Exception {
    pool = nodes(2, 1).build();
    awaitBoth();
    AsyncResult<Long> lost = pool.applyAsync(NodeTasks::sleep, file("lost"), 60_000L);
    AsyncResult<Long> kept = pool.applyAsync(NodeTasks::sleep, file("kept"), 2000L);
    awaitFile("lost");
    awaitFile("kept");
    List<AsyncResult<Order>> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(pool.applyAsync(Order::new, i));
    }
    long worker = lost.workerPid().getAsLong();
    NodeRunner node = nodeOf(worker);
    kill(node);
    assertThatThrownBy(() -> lost.get(LONG))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("node=" + node.name)
        .cause()
        .isInstanceOf(WorkerDiedException.class)
        .extracting(thrown -> ((WorkerDiedException) thrown).node())
        .isEqualTo(node.name);
    for (int i = 0; i < 10; i++) {
      assertThat(waiting.get(i).get(LONG)).isEqualTo(new Order(i));
    }
    assertThat(kept.get(LONG)).isPositive();
    await().atMost(LONG).until(() -> ProcessHandle.of(worker).isEmpty());
    assertThat(engine.started()).hasSize(3); // and another took its place
  }

  @Test
  void noCallRunsTwiceThatANodeMayHaveBegunAsItEnded() throws Exception {
    pool = nodes(2, 1).build();
    awaitBoth();
    String base = file("call");
    AsyncResult<List<Long>> map =
        pool.mapAsync(x -> NodeTasks.sleep(base + x, x == 2 ? 60_000 : 0), upTo(4), 4);
    awaitFile("call2");
    long worker = Long.parseLong(Files.readString(folder.resolve("call2")));
    NodeRunner node = nodeOf(worker);
    for (int i = 0; i < 4; i++) { // a second run would make them anew
      Files.deleteIfExists(folder.resolve("call" + i));
    }
    kill(node);
    assertThatThrownBy(() -> map.get(LONG)).cause().isInstanceOf(WorkerDiedException.class);
    assertThat(folder.toFile().list()).noneMatch(name -> name.startsWith("call"));
  }

  /**
   * As somebody else would: the process's own method also throws away what is still unread of it.
   */
  private static void kill(NodeRunner node) {
    node.process().toHandle().destroyForcibly();
  }

  private NodeRunner nodeOf(long worker) {
    long parent = ProcessHandle.of(worker).orElseThrow().parent().orElseThrow().pid();
    return engine.started().stream()
        .filter(node -> node.process().pid() == parent)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNodeThatComesIsUsedAndOneThatIsNotWantedLeaves() throws Exception {
    pool = nodes(1, 1).build();
    long first = pool.apply(NodeTasks::pid);
    engine.resize(2);
    awaitBoth();
    engine.resize(1);
    await()
        .atMost(LONG)
        .until(() -> engine.started().stream().filter(n -> n.process().isAlive()).count() == 1);
    assertThat(pool.map(NodeTasks::twice, List.of(new Order(1)))).containsExactly(new Order(2));
    assertThat(first).isPositive();
  }
}
