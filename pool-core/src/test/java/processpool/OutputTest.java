package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Contract, "Output": what a task prints comes out of the parent's System.out and System.err of
 * that moment, in UTF-8, in whole lines, and before its result is done; what is written past
 * System.out is not lost either.
 */
@Timeout(180)
class OutputTest {
  private final ProcessPool pool = new ProcessPool(3);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  @Test
  void itIsThereBeforeTheResultIs() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      for (int i = 0; i < 300; i++) {
        int k = i;
        AsyncResult<Void> result =
            pool.runAsync(
                () -> {
                  System.out.println("out " + k);
                  System.err.println("err " + k);
                });
        while (!result.ready()) {
          Thread.onSpinWait();
        }
        assertThat(captor.out()).endsWith("out " + k + System.lineSeparator());
        assertThat(captor.err()).endsWith("err " + k + System.lineSeparator());
      }
    }
  }

  @Test
  void itIsThereBeforeACallbackRuns() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      for (int i = 0; i < 50; i++) {
        int k = i;
        String seen =
            pool.runAsync(() -> System.out.println("line " + k))
                .toCompletableFuture()
                .thenApply(nothing -> captor.out())
                .get();
        assertThat(seen).contains("line " + k);
      }
    }
  }

  @Test
  void itGoesToTheStreamsOfTheMoment() throws Exception {
    for (int i = 0; i < 20; i++) {
      int k = i;
      try (CapturedOutput captor = new CapturedOutput()) {
        pool.runAsync(() -> System.out.println("swapped " + k)).get();
        assertThat(captor.out().trim()).isEqualTo("swapped " + k);
      }
    }
    String slow = "appears late";
    AsyncResult<Void> result;
    try (CapturedOutput early = new CapturedOutput()) {
      result =
          pool.runAsync(
              () -> {
                Tasks.interval(300);
                System.out.println(slow);
              });
      await().until(() -> result.workerPid().isPresent());
      assertThat(early.out()).isEmpty();
    }
    try (CapturedOutput late = new CapturedOutput()) {
      result.get();
      assertThat(late.out()).contains(slow);
    }
  }

  static void printMuch(int x) {
    String text = "进程".repeat(x * 37 % 500) + "é😀";
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      int thread = t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 5; i++) {
                  System.out.println("<" + x + " " + thread + " " + i + " " + text + ">");
                  System.err.println("<" + x + " " + thread + " " + i + " " + text + ">");
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void linesOfManyThreadsAndWorkersStayWholeAndNoneIsLost() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      pool.map(
          x -> {
            printMuch(x);
            return x;
          },
          IntStream.range(0, 60).boxed().toList(),
          1);
      for (String text : List.of(captor.out(), captor.err())) {
        List<String> lines = text.lines().toList();
        assertThat(lines).allMatch(line -> line.matches("<\\d+ \\d \\d (进程)*é😀>"));
        assertThat(new HashSet<>(lines)).hasSize(60 * 3 * 5).hasSameSizeAs(lines);
      }
    }
  }

  @Test
  void aLineOfAMebibyteStaysWhole() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      pool.map(
          x -> {
            System.out.print("<" + x);
            System.out.print("é".repeat(1 << 20));
            System.out.println(x + ">");
            return x;
          },
          List.of(1, 2, 3, 4, 5, 6),
          1);
      assertThat(captor.out().lines().map(line -> line.replaceFirst("é{1048576}", "-")))
          .containsExactlyInAnyOrder("<1-1>", "<2-2>", "<3-3>", "<4-4>", "<5-5>", "<6-6>");
    }
  }

  @Test
  void anUnfinishedLineComesOutAsItIs() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      var unused = pool.runAsync(() -> System.out.print("half a line")).get();
      assertThat(captor.out()).isEqualTo("half a line");
      unused = pool.runAsync(() -> System.err.print("on the other stream")).get();
      assertThat(captor.out()).isEqualTo("half a line");
      unused = pool.runAsync(() -> System.out.println("a whole one")).get();
      assertThat(captor.out().lines()).containsExactly("half a line", "a whole one");
      assertThat(captor.out()).endsWith("a whole one" + System.lineSeparator());
      assertThat(captor.err()).isEqualTo("on the other stream");
    }
  }

  @Test
  void anUnfinishedLineOfStandardErrorLikewiseBeforeWhatAnotherPoolPrints() throws Exception {
    ProcessPool other = new ProcessPool(1);
    try (CapturedOutput captor = new CapturedOutput()) {
      pool.runAsync(() -> System.err.print("half a line")).get();
      assertThat(captor.err()).isEqualTo("half a line");
      other.runAsync(() -> System.err.print("of another")).get();
      assertThat(captor.err()).isEqualTo("half a line\nof another");
    } finally {
      other.terminate();
    }
  }

  @Test
  void anUnfinishedLineOfOneCallIsNotJoinedWithTheNextCallsOfItsChunk() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      pool.map(
          x -> {
            System.out.print("half " + x);
            return x;
          },
          List.of(1, 2, 3, 4),
          4);
      assertThat(captor.out()).isEqualTo("half 1\nhalf 2\nhalf 3\nhalf 4");
    }
  }

  static void inPieces() throws Exception {
    FileOutputStream past = new FileOutputStream(FileDescriptor.out);
    for (int i = 0; i < 5; i++) {
      past.write("piece ".getBytes(StandardCharsets.UTF_8));
      java.util.concurrent.TimeUnit.MILLISECONDS.sleep(50);
    }
    past.write('\n');
  }

  @Test
  void whatComesPastSystemOutInPiecesStaysTogether() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      var unused = pool.runAsync(OutputTest::inPieces).get();
      await().until(() -> captor.out().equals("piece piece piece piece piece \n"));
    }
  }

  static void nothingButZeros(int bytes) throws Exception {
    new FileOutputStream(FileDescriptor.out).write(new byte[bytes]);
  }

  static void aChildOfZeros(int bytes) throws Exception {
    String[] command = {"head", "-c", Integer.toString(bytes), "/dev/zero"};
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  /** Conformance line 62. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "one such test is enough")
  void zerosArePassedOnInBulk() throws Exception {
    for (SerializableConsumer<Integer> writer :
        List.<SerializableConsumer<Integer>>of(
            OutputTest::nothingButZeros, OutputTest::aChildOfZeros)) {
      int[] writes = {0, 0};
      PrintStream before = System.out;
      System.setOut(
          new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
              writes[0]++;
              writes[1] += length;
            }
          });
      try {
        var unused = pool.runAsync(writer, 800_000).get();
        assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
        await().until(() -> writes[1] == 800_000);
      } finally {
        System.setOut(before);
      }
      assertThat(writes[0]).as("calls for 800,000 bytes").isLessThan(2_000);
    }
  }

  @Test
  void anUnfinishedLineIsNotJoinedWithTheNextTasks() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      pool.map(
          x -> {
            System.out.print("half " + x);
            return x;
          },
          IntStream.range(0, 30).boxed().toList(),
          1);
      assertThat(captor.out().lines()).hasSize(30).allMatch(line -> line.matches("half \\d+"));
    }
  }

  @Test
  void whatATaskPrintsAsItDiesIsNotLost() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(
                () ->
                    pool.runAsync(
                            () -> {
                              System.out.println("last words");
                              System.err.println("last cries");
                              Runtime.getRuntime().halt(1);
                            })
                        .get())
            .hasCauseInstanceOf(WorkerDiedException.class);
      }
      assertThat(captor.out().lines()).hasSize(5).containsOnly("last words");
      assertThat(captor.err().lines().filter("last cries"::equals)).hasSize(5);
    }
  }

  static void pastSystemOut(int x) throws Exception {
    byte[] line = ("raw " + x + " 进程\n").getBytes(StandardCharsets.UTF_8);
    new FileOutputStream(FileDescriptor.out).write(line);
    new FileOutputStream(FileDescriptor.err).write(line);
  }

  @Test
  void whatIsWrittenPastSystemOutComesOutToo() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      for (int i = 0; i < 20; i++) {
        pool.runAsync(OutputTest::pastSystemOut, i).get();
      }
      pool.runAsync(() -> System.out.println("and System.out still works")).get();
      for (int i = 0; i < 20; i++) {
        String line = "raw " + i + " 进程";
        await().until(() -> captor.out().lines().anyMatch(line::equals));
        await().until(() -> captor.err().lines().anyMatch(line::equals));
      }
      assertThat(captor.out()).contains("and System.out still works");
    }
  }

  static int childProcess() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(java, "--version").inheritIO().start().waitFor();
  }

  @Test
  void whatChildProcessesWriteComesOutToo() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      assertThat(pool.apply(OutputTest::childProcess)).isZero();
      assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
      await().until(() -> captor.out().contains(System.getProperty("java.version")));
    }
  }

  static int readSystemIn() throws Exception {
    return System.in.read();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere no shell puts the link out of the way")
  void childProcessesThatReadFindNothing() throws Exception {
    assumeThat(System.getProperty("processpool.shell", "true")).isEqualTo("true");
    AsyncResult<Integer> read =
        pool.applyAsync(() -> new ProcessBuilder("cat").inheritIO().start().waitFor());
    assertThat(read.get(Duration.ofSeconds(30))).isZero();
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  @Test
  void systemInIsEmpty() throws Exception {
    assertThat(pool.apply(OutputTest::readSystemIn)).isEqualTo(-1);
    assertThat(pool.apply(() -> System.in.readAllBytes().length)).isZero();
  }

  @Test
  void aTaskThatClosesOrReplacesItsStreamsHarmsNobodyElse() throws Exception {
    try (CapturedOutput captor = new CapturedOutput()) {
      pool.map(
          x -> {
            System.out.println("before " + x);
            System.out.close();
            System.setErr(new PrintStream(PrintStream.nullOutputStream()));
            return x;
          },
          List.of(1, 2, 3, 4, 5, 6),
          1);
      assertThat(pool.map(Tasks::square, List.of(1, 2, 3), 1)).containsExactly(1, 4, 9);
      assertThat(captor.out().lines().collect(Collectors.toList())).isNotEmpty();
    }
  }

  @Test
  void aPrintStreamOfTheParentsThatThrowsHarmsNoTask() throws Exception {
    PrintStream before = System.out;
    System.setOut(
        new PrintStream(PrintStream.nullOutputStream()) {
          @Override
          public void write(byte[] bytes, int offset, int length) {
            throw new IllegalStateException("this stream is broken");
          }
        });
    try {
      int seven =
          pool.apply(
              x -> {
                System.out.println(x);
                return x;
              },
              7);
      assertThat(seven).isEqualTo(7);
    } finally {
      System.setOut(before);
    }
    assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
  }

  /** Prints from a worker, in a program whose own encoding is another. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      pool.runAsync(() -> System.out.println("进程 é")).get();
      pool.runAsync(() -> System.err.println("错误")).get();
      pool.close();
      pool.join();
    }
  }

  @Test
  void itIsUtf8WhateverThePlatformsEncoding() throws Exception {
    Programs.Ended program =
        Programs.run(
            Program.class, List.of("-Dfile.encoding=ISO-8859-1", "-Dstdout.encoding=US-ASCII"));
    assertThat(program.out().trim()).isEqualTo("进程 é");
    assertThat(program.err().trim()).isEqualTo("错误");
  }
}
