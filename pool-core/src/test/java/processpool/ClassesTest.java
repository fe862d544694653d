package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Functions whose classes only a class loader of the program's own can find. */
@Timeout(60)
class ClassesTest {
  private static final String JOB =
      """
      //shop/Job.java
      package shop;
      import java.io.*;
      import java.lang.reflect.*;
      import java.util.*;
      import java.util.stream.*;
      import processpool.*;
      public class Job {
        public record Order(int amount, List<Integer> parts) implements Serializable {}
        public static class Refused extends RuntimeException {
          public Refused(String message) { super(message); }
        }
        interface Priced { int price(); }
        static class Tax { static int add(int x) { return x + Rates.rate(); } }
        static class Rates { static int rate() { return 1; } }
        static int taxed(int x) { return Tax.add(x); }
        static Order twice(Order o) { return new Order(2 * o.amount(), o.parts()); }
        static int refuse(int x) { throw new Refused("x=" + x); }
        static void refuseToStart() { throw new Refused("no start"); }
        static String resource(String name) throws IOException {
          ClassLoader loader = Thread.currentThread().getContextClassLoader();
          if (loader.getResource("shop/nothing.txt") != null) {
            throw new IOException("found what is not there");
          }
          try (InputStream in = loader.getResource(name).openStream()) {
            return new String(in.readAllBytes()) + Collections.list(loader.getResources(name)).size()
                + (loader == Job.class.getClassLoader());
          }
        }
        public static Object call(ProcessPool pool) throws Exception {
          return pool.apply(Job::taxed, 41);
        }
        public static Object order(ProcessPool pool) throws Exception {
          return pool.apply(Job::twice, new Order(4, List.of(1))).amount();
        }
        public static Object lambda(ProcessPool pool) throws Exception {
          Order captured = new Order(5, List.of());
          return pool.map(x -> Tax.add(x) * captured.amount(), List.of(1, 2, 3), 2);
        }
        public static Object object(ProcessPool pool) throws Exception {
          class Adder implements SerializableFunction<Integer, Integer> {
            public Integer apply(Integer x) { return Tax.add(x); }
          }
          return pool.apply(new Adder(), 1);
        }
        public static Object proxy(ProcessPool pool) throws Exception {
          Priced priced = (Priced) Proxy.newProxyInstance(Job.class.getClassLoader(),
              new Class<?>[] {Priced.class}, (InvocationHandler & Serializable) (p, m, a) -> 12);
          return pool.apply(Priced::price, priced);
        }
        public static Object fail(ProcessPool pool) throws Exception {
          return pool.apply(Job::refuse, 7);
        }
        public static Object look(ProcessPool pool) throws Exception {
          return pool.apply(Job::resource, "shop/note.txt");
        }
        public static Object nested(ProcessPool pool) throws Exception {
          return pool.apply(() -> {
            ProcessPool inner = new ProcessPool(1);
            int x = inner.apply(Job::taxed, 5);
            inner.terminate();
            return x;
          });
        }
        static int lookOften(ClassLoader loader) {
          return IntStream.range(0, 50)
              .map(i -> loader.getResource(i % 2 == 0 ? "shop/note.txt" : "none") == null ? 0 : 1)
              .sum();
        }
        public static Object threads(ProcessPool pool) throws Exception {
          return pool.apply(() -> {
            var threads = java.util.concurrent.Executors.newFixedThreadPool(8);
            var found = new ArrayList<java.util.concurrent.Future<Integer>>();
            for (int i = 0; i < 8; i++) {
              found.add(threads.submit(() -> lookOften(Job.class.getClassLoader()) + taxed(-1)));
            }
            int sum = 0;
            for (var one : found) {
              sum += one.get();
            }
            threads.shutdown();
            return sum;
          });
        }
        public static Object unstartable(ProcessPool unused) throws Exception {
          return ProcessPool.builder().processes(1).initializer(Job::refuseToStart).build()
              .apply(Job::taxed, 1);
        }
      }
      """;

  @TempDir static Path folder;
  private static Path classes;
  private final ProcessPool pool = new ProcessPool(1);

  @BeforeAll
  static void compile() throws Exception {
    classes = Program.compile(folder, JOB);
    Files.writeString(classes.resolve("shop/note.txt"), "note ");
  }

  @AfterEach
  void end() {
    pool.terminate();
  }

  private static ClassLoader loader(Path where) throws IOException {
    return new URLClassLoader(
        new URL[] {where.toUri().toURL()}, ClassesTest.class.getClassLoader());
  }

  private Object job(String name) throws Exception {
    return job(loader(classes), name);
  }

  private Object job(ClassLoader loader, String name) throws Exception {
    try {
      return loader.loadClass("shop.Job").getMethod(name, ProcessPool.class).invoke(null, pool);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  @Test
  void aMethodAndTheClassesItNeedsAreFetched() throws Exception {
    assertThat(job("call")).isEqualTo(42);
  }

  @Test
  void argumentsAndResultsOfSuchClassesTravel() throws Exception {
    assertThat(job("order")).isEqualTo(8);
  }

  @Test
  void aLambdaThatCapturesSuchAnObjectTravels() throws Exception {
    assertThat(job("lambda")).hasToString("[10, 15, 20]");
  }

  @Test
  void aFunctionObjectTravels() throws Exception {
    assertThat(job("object")).isEqualTo(2);
  }

  @Test
  void aProxyOfSuchAnInterfaceTravels() throws Exception {
    assertThat(job("proxy")).isEqualTo(12);
  }

  @Test
  void anExceptionOfSuchAClassArrivesAsItself() {
    assertThatThrownBy(() -> job("fail"))
        .cause()
        .hasMessage("x=7")
        .extracting(thrown -> thrown.getClass().getName())
        .isEqualTo("shop.Job$Refused");
  }

  @Test
  void anInitializersExceptionOfSuchAClassIsTheCause() {
    assertThatThrownBy(() -> job("unstartable"))
        .cause()
        .isInstanceOf(BrokenPoolException.class)
        .rootCause()
        .hasMessage("no start")
        .extracting(thrown -> thrown.getClass().getName())
        .isEqualTo("shop.Job$Refused");
  }

  @Test
  void theContextClassLoaderFindsClassesAndResources() throws Exception {
    assertThat(job("look")).isEqualTo("note 1true");
  }

  @Test
  void aTaskWhoseClassesAreOnTheClassPathHasThatAsItsContext() throws Exception {
    job("call"); // a different context, which must not stay
    boolean plain =
        pool.apply(
            () ->
                Thread.currentThread().getContextClassLoader()
                    == ClassLoader.getSystemClassLoader());
    assertThat(plain).isTrue();
  }

  @Test
  void manyThreadsOfATaskMayFetchAtOnce() throws Exception {
    assertThat(job("threads")).isEqualTo(8 * 25);
  }

  @Test
  void aPoolInsideATaskPassesTheClassesOn() throws Exception {
    assertThat(job("nested")).isEqualTo(6);
  }

  @Test
  void classesOfTheSameNameFromTwoLoadersAreKeptApart(@TempDir Path other) throws Exception {
    Path changed = Program.compile(other, JOB.replace("return 1;", "return 100;"));
    assertThat(job("call")).isEqualTo(42);
    assertThat(job(loader(changed), "call")).isEqualTo(141);
    assertThat(job("call")).isEqualTo(42);
  }

  /** Has classes, but not their bytes: as code that is generated at run time. */
  private static final class Opaque extends ClassLoader {
    Opaque() {
      super(ClassesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try {
        byte[] code = Files.readAllBytes(classes.resolve(name.replace('.', '/') + ".class"));
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void aClassWithoutBytesFailsThatTaskAloneAndIsNamed() throws Exception {
    assertThatThrownBy(() -> job(new Opaque(), "call"))
        .cause()
        .isInstanceOf(ClassNotFoundException.class)
        .hasMessageContaining("shop.Job");
    Callable<Integer> next = () -> pool.apply(Tasks::square, 3);
    assertThat(next.call()).isEqualTo(9);
  }
}
