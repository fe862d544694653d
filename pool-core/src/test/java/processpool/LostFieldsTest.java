package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A superclass that is not serializable and has fields: its objects travel without them, as Java
 * serialization has it, and a warning says so once. Conformance line 65.
 */
@Timeout(60)
class LostFieldsTest {
  private final ProcessPool pool = new ProcessPool(1);
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("processpool");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (entry.getMessage().contains(" travel without ")) {
            warnings.add(entry.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void endPool() throws InterruptedException {
    logger.removeHandler(handler);
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  static class Animal {
    static int count;
    protected String name = "";
    int legs = 4;
    transient Object cache = "";
  }

  static class Dog extends Animal implements Serializable {
    int barks;
  }

  static class Puppy extends Dog {}

  static class Cat extends Animal implements Serializable {}

  static class Cow extends Animal implements Serializable {}

  static Cow cow() {
    return new Cow();
  }

  @Test
  void anArgumentsClassIsToldOnceWithItsFields() throws Exception {
    for (int i = 0; i < 3; i++) {
      Dog dog = new Dog();
      dog.name = "Rex";
      String name = pool.apply(d -> d.name, dog);
      assertThat(name).as("as Java serialization has it").isEmpty();
      int one = pool.apply(d -> 1, new ArrayList<>(List.of(dog, dog)));
      assertThat(one).isEqualTo(1);
      assertThat(pool.apply(() -> dog.legs)).isEqualTo(4);
    }
    await().until(() -> !warnings.isEmpty());
    TimeUnit.MILLISECONDS.sleep(200); // time for another
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .startsWith("objects of processpool.LostFieldsTest$Dog travel without ")
        .contains("Animal.name, Animal.legs: ")
        .contains("let it implement java.io.Serializable");
  }

  @Test
  void capturedValuesAndResultsAreToldToo() throws Exception {
    Cat cat = new Cat();
    assertThat(pool.apply(() -> cat.legs)).isEqualTo(4);
    assertThat(pool.apply(LostFieldsTest::cow).legs).isEqualTo(4);
    await().until(() -> warnings.size() == 2);
    assertThat(warnings.get(0)).contains("$Cat travel without");
    assertThat(warnings.get(1)).contains("$Cow travel without");
  }

  /** Two jars: what the superclass's says is nobody's to change who uses it. */
  @Test
  void ofALibrarysSuperclassTheAdviceCanBeFollowed(@TempDir Path folder) throws Exception {
    Path library =
        Program.compile(
            folder.resolve("library"),
            "//lib/Shape.java\npackage lib; public class Shape { public String name = \"\"; }",
            "//lib/Disc.java\npackage lib; public class Disc extends Shape"
                + " implements java.io.Serializable {}");
    Path own = folder.resolve("own");
    Files.createDirectories(own);
    Path source = Files.createDirectories(folder.resolve("source")).resolve("Square.java");
    Files.writeString(
        source,
        "package app; public class Square extends lib.Shape implements java.io.Serializable {}");
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null, null, null, "-cp", library.toString(), "-d", own.toString(), "" + source))
        .isZero();
    URL[] jars = {
      Program.jar(folder.resolve("lib-1.jar"), library).toUri().toURL(),
      Program.jar(folder.resolve("app.jar"), own).toUri().toURL()
    };
    try (URLClassLoader loader = new URLClassLoader(jars)) {
      for (String name : List.of("app.Square", "lib.Disc")) {
        Object value = loader.loadClass(name).getConstructor().newInstance();
        pool.applyAsync(x -> 1, value).await(Duration.ofSeconds(30));
      }
      await().until(() -> warnings.size() == 2);
    }
    assertThat(warnings.get(0))
        .startsWith("objects of app.Square travel without Shape.name: ")
        .contains("its superclass is of another jar")
        .contains("pass what they are made from, or write these fields in writeObject")
        .doesNotContain("implement java.io.Serializable");
    assertThat(warnings.get(1))
        .contains("let it implement java.io.Serializable")
        .contains("or, if the class is not yours, pass what they are made from");
  }

  abstract static class Empty {
    static int count;
    transient int cache;
  }

  static class OfEmpty extends Empty implements Serializable {}

  static class LooksAfterItself extends Animal implements Serializable {
    private void writeObject(ObjectOutputStream out) throws IOException {
      out.writeUTF(name);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      name = in.readUTF();
    }
  }

  static class OfOneThatDoes extends LooksAfterItself {}

  static class Replaced extends Animal implements Serializable {
    Object writeReplace() {
      return "a text";
    }
  }

  /** As its kind does. */
  public static class Written extends Animal implements Externalizable {
    /** For reading. */
    public Written() {}

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeUTF(name);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      name = in.readUTF();
    }
  }

  enum Colour {
    RED
  }

  record Point(int x) implements Serializable {}

  static class OwnList extends AbstractList<Integer> implements Serializable {
    @Override
    public Integer get(int index) {
      return 1;
    }

    @Override
    public int size() {
      return 1;
    }
  }

  static class OwnException extends RuntimeException {}

  @Test
  void nothingElseIsWarnedOf() throws Exception {
    List<Object> fine =
        List.of(
            new OfEmpty(),
            new LooksAfterItself(),
            new OfOneThatDoes(),
            new Replaced(),
            new Written(),
            Colour.RED,
            new Point(1),
            new OwnList(),
            new OwnException(),
            new HashMap<>(Map.of(1, 2)),
            new LinkedHashMap<>(Map.of(1, 2)),
            new TreeMap<>(Map.of(1, 2)),
            new ConcurrentHashMap<>(Map.of(1, 2)),
            new EnumMap<>(Map.of(Colour.RED, 2)),
            new GregorianCalendar(),
            Duration.ofSeconds(1));
    for (Object value : fine) {
      int one = pool.apply(x -> 1, value);
      assertThat(one).isEqualTo(1);
      Object back = pool.apply(x -> x, value);
      assertThat(back).isNotNull();
    }
    TimeUnit.MILLISECONDS.sleep(200); // time for a warning
    assertThat(warnings).isEmpty();
  }
}
