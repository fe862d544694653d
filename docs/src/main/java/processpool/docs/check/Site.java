package processpool.docs.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the pages are, and in which order they are read. */
public final class Site {
  /** The reading order; each file exists in both languages. */
  public static final List<String> ORDER =
      List.of(
          "why-pools.md",
          "sleep-wait.md",
          "close-join.md",
          "get-results.md",
          "pool-methods.md",
          "when-not-to.md",
          "recipes.md",
          "python-to-java.md",
          "more-machines.md",
          "performance.md",
          "inside-the-pool.md",
          "troubleshooting.md");

  final Path root;

  Site(Path root) {
    this.root = root;
  }

  Path english(String name) {
    return root.resolve("docs").resolve("en").resolve(name);
  }

  Path chinese(String name) {
    return root.resolve("docs").resolve("zh").resolve(name);
  }

  /** Pages that exist in two languages: English first. */
  List<Path[]> twins() throws IOException {
    Stream<Path[]> chapters =
        markdown(root.resolve("docs/en")).stream()
            .map(page -> new Path[] {page, chinese(page.getFileName().toString())});
    Stream<Path[]> fronts =
        Stream.of(root, root.resolve("docs"))
            .map(
                folder ->
                    new Path[] {folder.resolve("README.md"), folder.resolve("README.zh-CN.md")})
            .filter(pair -> Files.exists(pair[0]));
    return Stream.concat(fronts, chapters).toList();
  }

  /** Every page of the repository that links may stand in. */
  List<Path> all() throws IOException {
    return Stream.of(root, root.resolve("docs"), root.resolve("docs/decisions"))
        .flatMap(folder -> unchecked(folder).stream())
        .toList();
  }

  /** The pages that teach, in both languages. */
  List<Path> chapters() throws IOException {
    return Stream.concat(
            markdown(root.resolve("docs/en")).stream(), markdown(root.resolve("docs/zh")).stream())
        .toList();
  }

  /** The pages that teach, and the two that one sees first. */
  List<Path> chaptersAndFront() throws IOException {
    List<Path> pages = new ArrayList<>(chapters());
    pages.add(root.resolve("README.md"));
    pages.add(root.resolve("README.zh-CN.md"));
    return pages;
  }

  private static List<Path> unchecked(Path folder) {
    try {
      return markdown(folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Path> markdown(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  /** A file's name as people write it, on every platform. */
  String name(Path file) {
    return root.relativize(file.normalize()).toString().replace('\\', '/');
  }
}
