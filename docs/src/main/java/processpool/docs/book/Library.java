package processpool.docs.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import processpool.docs.check.Site;

/**
 * Which files are in the book: the pages, and what they lead to, directly or by way of others.
 * Nothing else of the machine is.
 */
final class Library {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  private static final Pattern TEACHES = Pattern.compile("docs/(?:en|zh)/([^/]+)");

  /** The pages in the order of reading, by the names that they have in both languages. */
  static final List<String> ORDER = order();

  final Path root;

  /** The files, by the path that each has in the book. */
  private final Map<String, Path> files = new LinkedHashMap<>();

  Library(Path root) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    Deque<Path> open = new ArrayDeque<>();
    open.add(this.root.resolve("docs/README.md"));
    open.add(this.root.resolve("docs/README.zh-CN.md"));
    for (String name : ORDER) {
      open.add(this.root.resolve("docs/en").resolve(name));
      open.add(this.root.resolve("docs/zh").resolve(name));
    }
    while (!open.isEmpty()) {
      Path file = open.remove();
      String path = pathOf(file);
      if (!files.containsKey(path)) {
        files.put(path, file);
        if (file.toString().endsWith(".md")) {
          open.addAll(linked(file));
        }
      }
    }
  }

  private static List<String> order() {
    List<String> all = new ArrayList<>(Site.ORDER);
    all.addAll(List.of("watch.md", "exercises.md", "labs.md", "versions.md"));
    return List.copyOf(all);
  }

  private List<Path> linked(Path file) throws IOException {
    List<Path> found = new ArrayList<>();
    Matcher link = LINK.matcher(Files.readString(file));
    while (link.find()) {
      String to = link.group(1).split("#", 2)[0];
      if (!to.isEmpty() && !to.contains("://") && !to.startsWith("mailto:")) {
        Path target = file.resolveSibling(to).normalize();
        if (target.startsWith(root) && Files.isRegularFile(target)) {
          found.add(target);
        }
      }
    }
    return found;
  }

  /** A file's name as the book has it: Markdown becomes a page, code a page that shows it. */
  static String htmlOf(String name) {
    if (name.endsWith(".md")) {
      return name.substring(0, name.length() - 3) + ".html";
    }
    return name.endsWith(".svg") || name.endsWith(".png") ? name : name + ".html";
  }

  private String nameOf(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  String pathOf(Path file) {
    return htmlOf(nameOf(file));
  }

  Map<String, Path> files() {
    return files;
  }

  /** The language of a page; what exists once is English. */
  Words wordsOf(Path file) {
    String name = nameOf(file);
    boolean chinese = name.startsWith("docs/zh/") || name.endsWith(".zh-CN.md");
    return chinese ? Words.CHINESE : Words.ENGLISH;
  }

  /** The same page in the other language, or null: code and decisions exist once. */
  @Nullable Path twinOf(Path file) {
    String name = nameOf(file);
    String twin = name;
    if (name.startsWith("docs/en/")) {
      twin = name.replaceFirst("^docs/en/", "docs/zh/");
    } else if (name.startsWith("docs/zh/")) {
      twin = name.replaceFirst("^docs/zh/", "docs/en/");
    } else if (name.endsWith("README.md")) {
      twin = name.replace("README.md", "README.zh-CN.md");
    } else if (name.endsWith("README.zh-CN.md")) {
      twin = name.replace("README.zh-CN.md", "README.md");
    }
    return twin.equals(name) || !Files.exists(root.resolve(twin)) ? null : root.resolve(twin);
  }

  Path contents(Words words) {
    return root.resolve(words == Words.ENGLISH ? "docs/README.md" : "docs/README.zh-CN.md");
  }

  /** A page of the reading order, in a language. */
  Path page(String name, Words words) {
    return root.resolve("docs").resolve(words.language).resolve(name);
  }

  /** The place of a page in the reading order, or -1. */
  int placeOf(Path file) {
    Matcher name = TEACHES.matcher(nameOf(file));
    return name.matches() ? ORDER.indexOf(name.group(1)) : -1;
  }
}
