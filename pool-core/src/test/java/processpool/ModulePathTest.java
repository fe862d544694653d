package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that is a module, and the pool beside it on the module path. */
@Timeout(60)
class ModulePathTest {
  private static final String APP =
      """
      package shop;
      import java.io.Serializable;
      import java.util.*;
      import java.util.concurrent.ExecutionException;
      import processpool.*;
      public class App {
        record Order(int amount) implements Serializable {}
        static class Refused extends Exception {
          final Order order;
          Refused(Order order) { super("refused: " + order); this.order = order; }
        }
        static class Doubler implements SerializableFunction<Integer, Integer> {
          public Integer apply(Integer x) { return 2 * x; }
        }
        private static String opened = "not opened";
        private static void open(String what) { opened = what; }
        private static Order twice(Order order) { return new Order(2 * order.amount()); }
        private static int refuse(Order order) throws Refused { throw new Refused(order); }
        private static void nothing() {}

        private static String named(AsyncResult<?> result) throws Exception {
          result.get();
          return result.toString();
        }

        public static void main(String[] args) throws Exception {
          ProcessPool pool =
              ProcessPool.builder().processes(2).initializer(App::open, "database").build();
          int factor = 3;
          System.out.println("reference " + pool.apply(App::twice, new Order(4)));
          System.out.println("lambda " + pool.map(x -> new Order(factor * x), List.of(1, 2)));
          System.out.println("object " + pool.apply(new Doubler(), 21));
          System.out.println("of the JDK " + pool.apply(Math::floorMod, 5, 3));
          System.out.println("initializer " + pool.apply(() -> opened));
          System.out.println("nothing " + pool.runAsync(App::nothing).get());
          System.out.println("property " + pool.apply(() -> System.getProperty("some.word")));
          System.out.println("module " + pool.apply(() -> App.class.getModule().getName()));
          System.out.println(named(pool.applyAsync(App::twice, new Order(4))));
          System.out.println(named(pool.applyAsync(x -> x + factor, 4)));
          System.out.println(named(pool.applyAsync(new Doubler(), 4)));
          try {
            pool.apply(App::refuse, new Order(5));
          } catch (ExecutionException e) {
            Refused cause = (Refused) e.getCause();
            System.out.println(cause.getMessage() + " " + cause.order);
          }
          pool.close();
          pool.join();
        }
      }
      """;
  private static final String EXPECTED =
      """
      reference Order[amount=8]
      lambda [Order[amount=3], Order[amount=6]]
      object 42
      of the JDK 2
      initializer database
      nothing null
      property said
      module shop
      AsyncResult[App::twice, succeeded]
      AsyncResult[App::lambda, succeeded]
      AsyncResult[App.Doubler::apply, succeeded]
      refused: Order[amount=5] Order[amount=5]
      """;

  @TempDir static Path folder;
  private static Path jar;

  @BeforeAll
  static void pack() throws Exception {
    Path pool = Program.poolCore();
    jar = Files.isDirectory(pool) ? Program.jar(folder.resolve("pool-core.jar"), pool) : pool;
  }

  private static Path compile(String declaration) throws Exception {
    Path program = Files.createTempDirectory(folder, "program");
    Path descriptor = Files.writeString(program.resolve("module-info.java"), declaration);
    Path source = Files.writeString(program.resolve("App.java"), APP);
    Path classes = program.resolve("classes");
    List<String> command = new ArrayList<>(List.of("-proc:none", "-Xlint:all,-serial", "-Werror"));
    command.addAll(List.of("-p", jar.toString(), "-d", classes.toString()));
    command.addAll(List.of(descriptor.toString(), source.toString()));
    int exitCode =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new));
    assertThat(exitCode).as("javac's exit code").isZero();
    return classes;
  }

  private static void works(Object... options) throws Exception {
    List<Object> command = new ArrayList<>(List.of("-Dsome.word=said"));
    command.addAll(Arrays.asList(options));
    Program.Ended ended = Program.java(command.toArray());
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo(EXPECTED);
    assertThat(ended.exitCode()).isZero();
  }

  private static String path(Object... entries) {
    return Stream.of(entries).map(String::valueOf).collect(Collectors.joining(File.pathSeparator));
  }

  @ParameterizedTest
  @ValueSource(strings = {"module shop", "open module shop"})
  void aProgramNeedsToOpenNothing(String declaration) throws Exception {
    Path classes = compile(declaration + " { requires processpool; }");
    works("-p", path(jar, classes), "-m", "shop/shop.App");
  }

  @Test
  void noModuleOfTheJdkIsNeededThatTheDescriptorDoesNotName() throws Exception {
    Path classes = compile("module shop { requires processpool; }");
    works("--limit-modules", "shop", "-p", path(jar, classes), "-m", "shop/shop.App");
  }

  @Test
  void thePoolMayBeOnTheModulePathOfAProgramOnTheClassPath() throws Exception {
    Path classes = compile("module shop { requires processpool; }");
    Files.delete(classes.resolve("module-info.class"));
    Program.Ended ended =
        Program.java("-p", jar, "--add-modules", "processpool", "-cp", classes, "shop.App");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo(EXPECTED.replace("property said", "property null").replace("shop", "null"));
  }

  @Test
  void theFaceAloneIsForEverybody() {
    ModuleDescriptor pool = ModuleFinder.of(jar).find("processpool").orElseThrow().descriptor();
    for (ModuleDescriptor.Exports exported : pool.exports()) {
      if (!exported.source().equals("processpool")) {
        assertThat(exported.targets()).as(exported.source()).containsExactly("processpool.cluster");
      }
    }
    assertThat(pool.exports()).extracting(ModuleDescriptor.Exports::source).contains("processpool");
    assertThat(pool.opens()).isEmpty();
    assertThat(pool.isAutomatic()).isFalse();
  }
}
