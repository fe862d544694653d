package processpool.learn;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * What answers are compiled and run with: what the runner itself runs with, less every place where
 * classes of exercises are. Maven or an IDE made those from older files, and a JVM that finds them
 * first judges an answer that nobody gave.
 */
final class ClassPath {
  private ClassPath() {}

  static String withoutExercises(String classPath) {
    Set<String> packages =
        Catalog.load().stream().map(Exercise::packageName).collect(Collectors.toSet());
    return Stream.of(classPath.split(Pattern.quote(File.pathSeparator), -1))
        .filter(entry -> packages.stream().noneMatch(name -> holds(Path.of(entry), name)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean holds(Path entry, String packageName) {
    String folder = packageName.replace('.', '/');
    if (!Files.isRegularFile(entry)) {
      return Files.isDirectory(entry.resolve(folder));
    }
    try (ZipFile jar = new ZipFile(entry.toFile())) {
      return jar.stream().anyMatch(file -> file.getName().startsWith(folder + "/"));
    } catch (IOException notAJar) {
      return false;
    }
  }
}
