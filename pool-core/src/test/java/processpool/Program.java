package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles, packs and runs small programs, as their users would. */
final class Program {
  /** How a program ended, and what it printed. */
  record Ended(int exitCode, String out, String err) {}

  private Program() {}

  static Path javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Where the pool's own classes are: a folder or a jar. */
  static Path poolCore() throws Exception {
    return Path.of(ProcessPool.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /**
   * Compiles sources, each beginning with its file's name in a comment: {@code //some/Name.java}.
   */
  static Path compile(Path folder, String... sources) throws Exception {
    Path from = Files.createDirectories(folder.resolve("sources"));
    Path to = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-encoding", "UTF-8", "-proc:none", "-d", to.toString()));
    arguments.addAll(List.of("-cp", poolCore().toString()));
    for (String source : sources) {
      Path file = from.resolve(source.substring(2, source.indexOf('\n')).strip());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source);
      arguments.add(file.toString());
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .as("javac's exit code")
        .isZero();
    return to;
  }

  /** Packs folders of classes, each under a prefix, beside whatever was put before. */
  static void pack(JarOutputStream jar, Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = prefix + folder.relativize(file).toString().replace('\\', '/');
        if (Files.isRegularFile(file)) {
          jar.putNextEntry(new JarEntry(name));
          Files.copy(file, jar);
          jar.closeEntry();
        } else if (!name.isEmpty()) {
          jar.putNextEntry(new JarEntry(name.endsWith("/") ? name : name + "/"));
          jar.closeEntry();
        }
      }
    }
  }

  /** A jar of one folder, with a manifest. */
  static Path jar(Path file, Path folder, String... manifestLines) throws IOException {
    String text = "Manifest-Version: 1.0\n" + String.join("\n", manifestLines) + "\n\n";
    Manifest manifest =
        new Manifest(new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      pack(jar, folder, "");
    }
    return file;
  }

  /** A dead process whose new parent has not collected it yet still has a pid, but no command. */
  static boolean runs(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  static Ended java(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(javaCommand().toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(new ProcessBuilder(command));
  }

  static Ended run(ProcessBuilder builder) throws Exception {
    Process process = builder.start();
    CompletableFuture<String> out = text(process.getInputStream());
    CompletableFuture<String> err = text(process.getErrorStream());
    process.getOutputStream().close();
    if (!process.waitFor(50, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("hangs: " + builder.command() + " " + out.join() + err.join());
    }
    return new Ended(process.exitValue(), out.get(), err.get());
  }

  private static CompletableFuture<String> text(InputStream from) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new String(from.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
          } catch (IOException e) {
            return e.toString();
          }
        });
  }
}
