package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Scanner;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a task does to what a JVM has but one of, the next task of its worker finds it as it
 * was; where that cannot be had, the worker is replaced, which is a retirement and no death. The
 * task itself ends as it ended. Conformance line 57.
 */
@Timeout(180)
class FreshGroundTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** What a task may do. */
  enum Spoil {
    OUT_IS_NULL {
      @Override
      void now() {
        System.setOut(null);
      }
    },
    ERR_IS_NULL {
      @Override
      void now() {
        System.setErr(null);
      }
    },
    IN_IS_NULL {
      @Override
      void now() {
        System.setIn(null);
      }
    },
    ALL_ARE_CLOSED {
      @Override
      void now() throws IOException {
        System.out.close();
        System.err.close();
        System.in.close();
      }
    },
    A_WRITER_CLOSES_OUT {
      @Override
      void now() {
        try (PrintWriter writer = new PrintWriter(System.out, false, StandardCharsets.UTF_8)) {
          writer.print("");
        }
      }
    },
    A_SCANNER_CLOSES_IN {
      @Override
      void now() {
        try (Scanner scanner = new Scanner(System.in, StandardCharsets.UTF_8)) {
          assertThat(scanner.hasNext()).isFalse();
        }
      }
    },
    ALL_ARE_REPLACED {
      @Override
      void now() {
        System.setOut(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setErr(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setIn(InputStream.nullInputStream());
      }
    },
    OUT_CANNOT_BE_FLUSHED {
      @Override
      void now() {
        System.setOut(unflushable());
      }
    },
    ERR_CANNOT_BE_FLUSHED {
      @Override
      void now() {
        System.setErr(unflushable());
      }
    },
    DESCRIPTOR_0_IS_CLOSED {
      @Override
      void now() throws IOException {
        new FileInputStream(FileDescriptor.in).close();
      }
    },
    DESCRIPTOR_1_IS_CLOSED {
      @Override
      void now() throws IOException {
        new FileOutputStream(FileDescriptor.out).close();
      }
    },
    DESCRIPTOR_2_IS_CLOSED {
      @Override
      void now() throws IOException {
        new FileOutputStream(FileDescriptor.err).close();
      }
    },
    DEFAULT_HANDLER {
      @Override
      void now() {
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Runtime.getRuntime().halt(9));
      }
    },
    CONTEXT_LOADER {
      @Override
      void now() {
        Thread.currentThread().setContextClassLoader(null);
      }
    },
    INTERRUPT {
      @Override
      void now() {
        Thread.currentThread().interrupt();
      }
    },
    PRIORITY_AND_NAME {
      @SuppressWarnings("ThreadPriorityCheck")
      @Override
      void now() {
        Thread.currentThread().setPriority(1);
        Thread.currentThread().setName("mine");
      }
    },
    LOCALE {
      @Override
      void now() {
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      }
    },
    LOCALE_OF_FORMATS {
      @Override
      void now() {
        Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG-u-nu-arab"));
        Locale.setDefault(Locale.Category.DISPLAY, Locale.forLanguageTag("zh-CN"));
      }
    },
    PROPERTIES_REPLACED {
      @Override
      void now() {
        System.setProperties(new Properties());
      }
    },
    PROPERTIES_CLEARED {
      @Override
      void now() {
        System.getProperties().clear();
      }
    };

    abstract void now() throws IOException;
  }

  static PrintStream unflushable() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
      @Override
      public void flush() {
        throw new IllegalStateException("flush refused");
      }
    };
  }

  static long spoil(Spoil what) throws IOException {
    what.now();
    return ProcessHandle.current().pid();
  }

  /** A task: what it finds. */
  static Map<String, String> look() throws IOException {
    Map<String, String> seen = new TreeMap<>();
    Thread thread = Thread.currentThread();
    System.out.println("printed by the next task");
    System.err.println("and on the other stream");
    seen.put("in", String.valueOf(System.in.read()));
    seen.put(
        "descriptors",
        FileDescriptor.in.valid()
            + " "
            + FileDescriptor.out.valid()
            + " "
            + FileDescriptor.err.valid());
    seen.put(
        "streams",
        System.out.getClass() + " " + System.err.getClass() + " " + System.in.getClass());
    seen.put("handler", String.valueOf(Thread.getDefaultUncaughtExceptionHandler()));
    seen.put("loader", thread.getContextClassLoader().getClass().toString());
    seen.put("interrupted", String.valueOf(thread.isInterrupted()));
    seen.put("thread", thread.getName() + " " + thread.getPriority());
    seen.put(
        "locale",
        ""
            + Locale.getDefault()
            + Locale.getDefault(Locale.Category.FORMAT)
            + Locale.getDefault(Locale.Category.DISPLAY));
    seen.put(
        "properties",
        System.getProperty("line.separator")
            + System.getProperty("stdout.encoding")
            + System.getProperty("file.encoding")
            + System.getProperty("java.class.path"));
    return seen;
  }

  private final Queue<Integer> exitCodes = new ConcurrentLinkedQueue<>();
  private final PathLog log = new PathLog();
  private ProcessPool pool;

  @AfterEach
  void endPool() {
    System.setProperty(PathLog.SWITCH, before == null ? "true" : before);
    log.close();
    pool.terminate();
  }

  private final String before = System.getProperty(PathLog.SWITCH);

  private void start(boolean memory) {
    System.setProperty(PathLog.SWITCH, Boolean.toString(memory && !"false".equals(before)));
    PoolListener ends =
        new PoolListener() {
          @Override
          public void workerEnded(WorkerEvent worker, int exitCode) {
            exitCodes.add(exitCode);
          }
        };
    pool = ProcessPool.builder().processes(1).listener(ends).build();
    log.settle(pool);
  }

  private void theNextTaskFindsFreshGround(Spoil what) throws Exception {
    Map<String, String> before = pool.apply(FreshGroundTest::look);
    for (int round = 0; round < 3; round++) {
      assertThat(pool.applyAsync(FreshGroundTest::spoil, what).get(LIMIT)).isPositive();
      AsyncResult<Long> behind = pool.applyAsync(FreshGroundTest::spoil, what);
      AsyncResult<Map<String, String>> next = pool.applyAsync(FreshGroundTest::look);
      assertThat(behind.get(LIMIT)).isPositive();
      try (CapturedOutput captor = new CapturedOutput()) {
        assertThat(pool.applyAsync(FreshGroundTest::look).get(LIMIT)).isEqualTo(before);
        assertThat(captor.out()).contains("printed by the next task");
        assertThat(captor.err()).contains("and on the other stream");
      }
      assertThat(next.get(LIMIT)).isEqualTo(before);
    }
    pool.close();
    assertThat(pool.join(LIMIT)).isTrue();
    await().until(() -> !exitCodes.isEmpty());
    assertThat(exitCodes).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void throughSharedMemory(Spoil what) throws Exception {
    start(true);
    theNextTaskFindsFreshGround(what);
  }

  @ParameterizedTest
  @EnumSource
  void throughPipes(Spoil what) throws Exception {
    start(false);
    theNextTaskFindsFreshGround(what);
  }

  static List<String> spoilOrPrint(int call) throws IOException {
    if (call % 2 == 0) {
      System.out.println("before " + call);
      System.out.close();
      System.setOut(null);
      System.setErr(unflushable());
      System.in.close();
      Thread.currentThread().interrupt();
    } else {
      System.out.println("printed by " + call);
    }
    return List.of(System.in.read() + "", Thread.interrupted() + "");
  }

  @Test
  void theNextCallOfAChunkToo() throws Exception {
    start(true);
    try (CapturedOutput captor = new CapturedOutput()) {
      List<List<String>> all =
          pool.map(FreshGroundTest::spoilOrPrint, List.of(0, 1, 2, 3, 4, 5), 6);
      assertThat(all.get(1)).isEqualTo(List.of("-1", "false")).isEqualTo(all.get(5));
      assertThat(captor.out().lines())
          .containsExactly(
              "before 0", "printed by 1", "before 2", "printed by 3", "before 4", "printed by 5");
    }
  }

  static void printThroughABuffer() {
    System.setOut(
        new PrintStream(
            new java.io.BufferedOutputStream(System.out), false, StandardCharsets.UTF_8));
    System.out.println("kept in a buffer of the task's own");
  }

  @Test
  void whatLiesInAStreamOfTheTasksOwnIsNotLost() throws Exception {
    start(true);
    try (CapturedOutput captor = new CapturedOutput()) {
      var unused = pool.runAsync(FreshGroundTest::printThroughABuffer).get(LIMIT);
      assertThat(captor.out().lines()).containsExactly("kept in a buffer of the task's own");
    }
  }

  static void prepare() {
    Thread.currentThread().setName("prepared");
    Locale.setDefault(Locale.forLanguageTag("fr-FR"));
    PrintStream real = System.out;
    System.setOut(
        new PrintStream(real, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println("[" + line + "]");
          }
        });
  }

  @Test
  void whatTheInitializerPreparedIsThereForEveryTask() throws Exception {
    pool = ProcessPool.builder().processes(1).initializer(FreshGroundTest::prepare).build();
    for (int round = 0; round < 2; round++) {
      try (CapturedOutput captor = new CapturedOutput()) {
        Map<String, String> seen = pool.apply(FreshGroundTest::look);
        assertThat(seen.get("thread")).startsWith("prepared ");
        assertThat(seen.get("locale")).startsWith("fr_FR");
        assertThat(captor.out().lines()).containsExactly("[printed by the next task]");
      }
      for (Spoil what : List.of(Spoil.LOCALE, Spoil.PRIORITY_AND_NAME, Spoil.ALL_ARE_REPLACED)) {
        assertThat(pool.apply(FreshGroundTest::spoil, what)).isPositive();
      }
    }
  }

  @Test
  void thirtyWorkersInARowThatHaveToLeaveLoseNoTask() throws Exception {
    start(true);
    List<AsyncResult<Long>> results = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      results.add(pool.applyAsync(FreshGroundTest::spoil, Spoil.DESCRIPTOR_1_IS_CLOSED));
    }
    List<Long> pids = new ArrayList<>();
    for (AsyncResult<Long> result : results) {
      pids.add(result.get(Duration.ofSeconds(60)));
    }
    assertThat(pids).doesNotHaveDuplicates();
    assertThat(exitCodes).containsOnly(0);
  }
}
