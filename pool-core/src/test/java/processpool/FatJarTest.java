package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** An executable jar of Spring Boot: the pool itself is a jar inside it, on no JVM's class path. */
@Timeout(60)
class FatJarTest {
  private static final String APP =
      """
      //app/App.java
      package app;
      import java.util.*;
      import processpool.*;
      public class App {
        record Order(int amount) implements java.io.Serializable {}
        static Order twice(Order order) { return new Order(2 * order.amount()); }
        static int nested(int x) throws Exception {
          ProcessPool inner = new ProcessPool(1);
          int result = inner.apply(App::half, x);
          inner.terminate();
          return result;
        }
        static int half(int x) { return x / 2; }
        public static void main(String[] args) throws Exception {
          ProcessPool pool = new ProcessPool(2);
          int factor = 3;
          System.out.println(pool.apply(App::twice, new Order(4)));
          System.out.println(pool.map(x -> new Order(factor * x), List.of(1, 2)));
          System.out.println(pool.apply(App::nested, 14));
          pool.close();
          pool.join();
        }
      }
      """;

  @TempDir Path folder;

  private Path build() throws Exception {
    Path classes = Program.compile(folder, APP);
    Path pool = Program.jar(folder.resolve("pool-core.jar"), Program.poolCore());
    String manifest =
        "Manifest-Version: 1.0\nMain-Class: "
            + JarLauncher.class.getName()
            + "\nStart-Class: app.App\nSpring-Boot-Classes: BOOT-INF/classes/"
            + "\nSpring-Boot-Lib: BOOT-INF/lib/\n\n";
    Path file = folder.resolve("the app.jar");
    try (JarOutputStream jar =
            new JarOutputStream(
                Files.newOutputStream(file),
                new Manifest(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))));
        JarFile loader =
            new JarFile(
                Path.of(
                        JarLauncher.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toFile())) {
      for (JarEntry entry : loader.stream().toList()) {
        if (entry.getName().startsWith("org/")) {
          jar.putNextEntry(new ZipEntry(entry.getName()));
          loader.getInputStream(entry).transferTo(jar);
          jar.closeEntry();
        }
      }
      jar.putNextEntry(new ZipEntry("BOOT-INF/"));
      Program.pack(jar, classes, "BOOT-INF/classes/");
      jar.putNextEntry(new ZipEntry("BOOT-INF/lib/"));
      byte[] inner = Files.readAllBytes(pool);
      CRC32 sum = new CRC32();
      sum.update(inner);
      ZipEntry stored = new ZipEntry("BOOT-INF/lib/pool-core.jar");
      stored.setMethod(ZipEntry.STORED);
      stored.setSize(inner.length);
      stored.setCrc(sum.getValue());
      jar.putNextEntry(stored);
      jar.write(inner);
      jar.closeEntry();
    }
    return file;
  }

  @Test
  void itsClassesAndThePoolsOwnReachTheWorkersAndNoFileIsLeft() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Program.Ended ended = Program.java("-Djava.io.tmpdir=" + temporary, "-jar", build());
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo(
            """
            Order[amount=8]
            [Order[amount=3], Order[amount=6]]
            7
            """);
    assertThat(ended.exitCode()).isZero();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }
}
