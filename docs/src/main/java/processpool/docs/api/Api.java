package processpool.docs.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import processpool.ProcessPool;
import processpool.cluster.Cluster;
import processpool.docs.api.Face.Line;
import processpool.watch.LivePage;

/** Compares each module's public face with the listing that is committed beside its sources. */
public final class Api {
  static final String COMMAND = "mvn -q compile exec:exec -pl docs -am -Dprogram=WriteApi";

  /**
   * A module that others depend on.
   *
   * @param folder its folder
   * @param any one of its classes
   */
  record Module(String folder, Class<?> any) {}

  static final List<Module> ALL =
      List.of(
          new Module("pool-core", ProcessPool.class),
          new Module("pool-cluster", Cluster.class),
          new Module("watch", LivePage.class));

  private final Path file;
  private final String name;
  private final List<Line> lines;
  private final Sinces sinces;
  private final String version;

  /** Of a module in a folder. */
  Api(Path folder, String module, List<Line> lines, Sinces sinces, String version) {
    this.name = module + "/api.txt";
    this.file = folder.resolve("api.txt");
    this.lines = lines;
    this.sinces = sinces;
    this.version = version;
  }

  static Api of(Path root, Module module) throws IOException {
    Path folder = root.resolve(module.folder());
    return new Api(
        folder,
        module.folder(),
        Face.of(module.any()),
        Sinces.read(folder.resolve("src/main/java")),
        version(root));
  }

  /** This build's, without what says that it is not released: 0.3. */
  private static String version(Path root) throws IOException {
    String pom = Files.readString(root.resolve("pom.xml"));
    String whole = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
    return whole.replace("-SNAPSHOT", "").replaceFirst("\\.0$", "");
  }

  /** What the listing has to be. */
  String text() {
    return "# What users of this module see, and since when. Made by WriteApi: docs/en/versions.md\n"
        + Face.file(lines, sinces);
  }

  /** Whether each type, and each member that came later, says since when it is there. */
  List<String> sinceProblems() throws IOException {
    Set<String> known =
        committed().stream().map(Api::withoutVersion).collect(Collectors.toUnmodifiableSet());
    List<String> problems = new ArrayList<>();
    for (Line line : lines) {
      String since = sinces.of(line);
      String what = line.key().isEmpty() ? line.type() : line.type() + ": " + line.text();
      if (since.equals(Sinces.MISSING)) {
        if (line.key().isEmpty()) {
          problems.add(what + " has no @since; say @since " + version);
        }
      } else if (!since.matches("\\d+\\.\\d+") || isLater(since, version)) {
        problems.add(what + " says @since " + since + ", and this is " + version + "; say that");
      } else if (!known.isEmpty()
          && !known.contains(withoutThrows(line.text()))
          && !since.equals(version)) {
        problems.add(what + " is new; say @since " + version + " in its Javadoc");
      }
    }
    return problems;
  }

  /** What is there and not in the listing, and the other way. */
  List<String> changes() throws IOException {
    List<String> before = committed();
    List<String> now = text().lines().toList();
    List<String> changes = new ArrayList<>();
    before.stream()
        .filter(line -> !now.contains(line))
        .forEach(line -> changes.add(name + ": gone, which may break users: " + line.strip()));
    now.stream()
        .filter(line -> !before.contains(line))
        .forEach(line -> changes.add(name + ": new: " + line.strip()));
    if (changes.isEmpty() && !before.equals(now)) {
      changes.add(name + ": its lines are in another order");
    }
    if (!changes.isEmpty()) {
      changes.add("if that is meant, run " + COMMAND + " and commit the file");
    }
    return changes;
  }

  private List<String> committed() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static String withoutVersion(String line) {
    return withoutThrows(line.replaceFirst("^\\S+ +", ""));
  }

  private static String withoutThrows(String text) {
    return text.replaceFirst(" throws .*", "");
  }

  private static boolean isLater(String one, String other) {
    int[] a = Stream.of(one.split("\\.")).mapToInt(Integer::parseInt).toArray();
    int[] b = Stream.of(other.split("\\.")).mapToInt(Integer::parseInt).toArray();
    return java.util.Arrays.compare(a, b) > 0;
  }

  /**
   * Brings the listings up to date, unless something new does not say since when it is there.
   *
   * @param root the repository's root
   * @return what is to be mended first; nothing has been written if there is something
   * @throws IOException when a file cannot be read or written
   */
  public static List<String> write(Path root) throws IOException {
    List<String> problems = new ArrayList<>();
    List<Api> all = new ArrayList<>();
    for (Module module : ALL) {
      Api api = of(root, module);
      all.add(api);
      problems.addAll(api.sinceProblems());
    }
    if (problems.isEmpty()) {
      for (Api api : all) {
        Files.writeString(api.file, api.text());
      }
    }
    return problems;
  }
}
