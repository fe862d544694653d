package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.net.Socket;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of values that cannot travel helps in that very case. Conformance line 63. */
@Timeout(120)
class WhatCannotTravelTest {
  private static final String IMPLEMENT = "implement java.io.Serializable";

  private static ProcessPool pool;

  private int field = 3;

  @BeforeAll
  static void startPool() {
    pool = new ProcessPool(1);
  }

  @AfterAll
  static void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  void aLambdaThatUsesAFieldIsToldToCopyIt() {
    assertThat(Refusals.of(() -> pool.applyAsync(() -> field + 1)))
        .startsWith("the task, a lambda in WhatCannotTravelTest, cannot travel to a worker: ")
        .contains("it uses a field or method of the object that it is written in")
        .contains("if it is a field, copy it into a local variable")
        .contains("if it is a method, make it static");
    int copied = field;
    assertThat(catchThrowable(() -> pool.apply(() -> copied + 1))).isNull();
  }

  int ofAnObject(int x) {
    return x;
  }

  @Test
  void aMethodOfAnObjectIsToldApart() {
    assertThat(Refusals.of(() -> pool.applyAsync(this::ofAnObject, 1)))
        .contains(
            "the object that the method reference is called on:"
                + " processpool.WhatCannotTravelTest is not serializable");
  }

  @Test
  void capturedVariablesAreCounted() {
    int first = 1;
    Object second = new Object();
    assertThat(Refusals.of(() -> pool.applyAsync(() -> first + second.hashCode())))
        .contains("captured variable 2: java.lang.Object is not serializable")
        .doesNotContain("copy the field");
    SerializableCallable<Integer> inner = () -> second.hashCode();
    assertThat(Refusals.of(() -> pool.applyAsync(() -> inner.call())))
        .contains("captured variable 1: java.lang.Object, captured variable 1 of a lambda in");
    assertThat(Refusals.of(() -> pool.applyAsync(x -> 1, inner)))
        .startsWith("the argument of type a lambda in WhatCannotTravelTest cannot travel");
  }

  @Test
  void whatIsThePoolsOwnIsNotToBeMadeSerializable() {
    AsyncResult<Integer> result = pool.applyAsync(Tasks::square, 2);
    assertThat(Refusals.of(() -> pool.applyAsync(() -> result.get() + 1)))
        .contains("take its results first, and pass those")
        .doesNotContain("implement");
    ProcessPool used = pool;
    assertThat(Refusals.of(() -> pool.applyAsync(() -> used.workerPids().size())))
        .contains("a pool stays in the program that made it")
        .doesNotContain("implement");
  }

  @Test
  void ofSeveralArgumentsItIsSaidWhich() {
    List<Object> arguments = List.of(1, 2, new Object[] {new Object()});
    assertThat(Refusals.of(() -> pool.map(String::valueOf, arguments, 1)))
        .startsWith("the argument of type java.lang.Object[] at argument index=2 cannot travel");
    assertThat(
            Refusals.of(() -> pool.imap(String::valueOf, arguments, 1).forEachRemaining(x -> {})))
        .startsWith("the argument of type java.lang.Object[] at argument index=2 cannot travel");
  }

  @Test
  void ofAViewACopyIsToBePassed() {
    List<Integer> part = new ArrayList<>(List.of(1, 2, 3)).subList(0, 2);
    assertThat(Refusals.of(() -> pool.applyAsync(List::size, part)))
        .contains("is not serializable; it is a view of another collection: pass a copy");
  }

  record Held(Object value) implements Serializable {}

  @Test
  void aPlainLambdaIsCalledThat() {
    Supplier<Integer> plain = () -> 1;
    for (String message :
        List.of(
            Refusals.of(() -> pool.applyAsync(x -> 1, plain)),
            Refusals.of(() -> pool.applyAsync(x -> 1, new Held(plain))),
            Refusals.of(() -> pool.applyAsync(() -> plain.get())))) {
      assertThat(message)
          .contains("a lambda in WhatCannotTravelTest")
          .contains("an interface that extends java.io.Serializable");
    }
    Runnable task = () -> {};
    assertThat(Refusals.of(() -> pool.asExecutorService().execute(task)))
        .contains("class=a lambda in WhatCannotTravelTest")
        .contains("(Runnable & Serializable)");
  }

  @Test
  void nobodyIsToldToChangeTheJdk(@TempDir Path folder) throws Exception {
    Path zip = folder.resolve("x.zip");
    try (FileSystem inside = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      for (Object value :
          List.of(
              new Object(),
              new Thread(),
              new Socket(),
              new ByteArrayInputStream(new byte[0]),
              new CompletableFuture<>(),
              List.of(1).stream(),
              inside.getPath("a"))) {
        String text = Refusals.of(() -> pool.applyAsync(x -> 1, value));
        assertThat(text).contains(value.getClass().getName()).doesNotContain(IMPLEMENT);
        assertThat(Refusals.of(() -> pool.applyAsync(x -> 1, new Held(value))))
            .contains("in field Held.value")
            .doesNotContain(IMPLEMENT);
        assertThat(Refusals.of(() -> pool.applyAsync(() -> value.hashCode())))
            .doesNotContain(IMPLEMENT);
      }
      assertThat(Refusals.of(() -> pool.applyAsync(x -> 1, inside.getPath("a"))))
          .contains("toUri()");
      assertThat(Refusals.of(() -> pool.applyAsync(x -> 1, new CompletableFuture<>())))
          .contains("wait for its value");
    }
    assertThat(Refusals.of(() -> pool.applyAsync(x -> 1, new Chained()))).contains(IMPLEMENT);
  }

  static class Chained {}

  @Test
  void whatTheJdkWrapsIsToldWhatToUse() {
    PoolExecutor executor = pool.asExecutorService();
    SerializableCallable<Integer> one = () -> 1;
    Callable<Integer> plain = one;
    CompletableFuture<Integer> done = CompletableFuture.completedFuture(1);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> CompletableFuture.supplyAsync(() -> 1, executor),
            () -> CompletableFuture.runAsync(() -> {}, executor),
            () -> new ExecutorCompletionService<Integer>(executor).submit(plain))) {
      assertThat(Refusals.of(call))
          .contains("the JDK has wrapped it")
          .contains("applyAsync(…).toCompletableFuture()")
          .doesNotContain(IMPLEMENT);
    }
    Throwable later = catchThrowable(() -> done.thenApplyAsync(x -> x, executor).join());
    assertThat(later).hasStackTraceContaining("the JDK has wrapped it");
  }

  static class Link implements Serializable {
    @Nullable Link next;
  }

  static Link links(int count) {
    Link first = new Link();
    for (int i = 1; i < count; i++) {
      Link before = new Link();
      before.next = first;
      first = before;
    }
    return first;
  }

  @Test
  void whatIsNestedTooDeepIsToldThat() throws Exception {
    Link deep = links(200_000);
    assertThat(Refusals.of(() -> pool.applyAsync(x -> 1, deep)))
        .contains("objects nested deeper")
        .contains("put them into a list");
    assertThat(Refusals.of(() -> pool.applyAsync(() -> deep.next == null)))
        .contains("objects nested");
    Throwable result = catchThrowable(() -> pool.apply(WhatCannotTravelTest::links, 200_000));
    assertThat(result)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("objects nested deeper");
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  static Object bad(int which) {
    Supplier<Integer> plain = () -> 1;
    return which == 0 ? plain : new Held(which == 1 ? plain : new Object());
  }

  @Test
  void resultsTooSayWhatTheyAreWithoutMadeUpNames() {
    for (int which = 0; which < 3; which++) {
      int now = which;
      Throwable thrown = catchThrowable(() -> pool.apply(WhatCannotTravelTest::bad, now));
      assertThat(thrown).hasCauseInstanceOf(NotSerializableException.class);
      Refusals.assertNoMadeUpName(thrown.getMessage());
      assertThat(thrown.getMessage())
          .contains(which < 2 ? "a lambda in WhatCannotTravelTest" : "java.lang.Object")
          .contains(which > 0 ? "in field Held.value" : "a lambda");
    }
  }

  record Job(Path from, Optional<Path> to, Map<String, Path> more) implements Serializable {}

  @Test
  void pathsAndOptionalsTravelWhereverTheyAre(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("日本.txt");
    Files.writeString(file, "abc");
    List<Object> values =
        List.of(
            file,
            Path.of("relative", "one"),
            Path.of(""),
            Optional.of("x"),
            Optional.empty(),
            Optional.of(Optional.of(file)),
            OptionalInt.of(3),
            OptionalInt.empty(),
            OptionalLong.of(4),
            OptionalDouble.of(0.5),
            new ArrayList<>(List.of(file, file)),
            new HashMap<>(Map.of(file, Optional.of(1))),
            new Job(file, Optional.of(file), new HashMap<>(Map.of("a", file))));
    for (Object value : values) {
      Object back = pool.apply(x -> x, value);
      assertThat(back).isEqualTo(value);
      assertThat(pool.<Object>apply(() -> value)).isEqualTo(value);
    }
    assertThat(pool.map(Files::size, List.of(file, file))).containsExactly(3L, 3L);
    Path[] array = {file, Path.of("b")};
    String both = pool.apply(x -> x.length + x[1].toString(), array);
    assertThat(both).isEqualTo("2b");
  }
}
