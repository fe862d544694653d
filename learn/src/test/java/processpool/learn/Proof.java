package processpool.learn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import processpool.learn.Verdict.Kind;

/** What an exercise must hold, as complaints where it does not. */
final class Proof {
  private static final int WRONG_ANSWERS = 2;

  private Proof() {}

  /** What is missing, without running anything. */
  static List<String> missing(Exercise exercise) {
    List<String> complaints = new ArrayList<>();
    for (Language language : Language.values()) {
      need(complaints, exercise.title(language), "title." + language.code);
      need(complaints, exercise.task(language), "description in " + language.code);
      for (int level = 1; level <= Exercise.HINTS; level++) {
        String name = "hint" + level + "." + language.code;
        need(complaints, exercise.hint(level, language), name);
      }
    }
    if (exercise.wrong().size() < WRONG_ANSWERS) {
      complaints.add("needs two wrong answers: wrong=" + exercise.wrong().keySet());
    }
    exercise.wrong().keySet().forEach(name -> need(complaints, exercise.told(name), name));
    return complaints;
  }

  private static void need(List<String> complaints, String text, String what) {
    if (text.isBlank()) {
      complaints.add("missing: " + what);
    }
  }

  /** Whether the module has what learners are to find: the stub, and a test that waits for them. */
  static List<String> asShipped(Exercise exercise, Path project) throws IOException {
    List<String> complaints = new ArrayList<>();
    if (!read(project.resolve(exercise.sourceFile())).equals(exercise.stub())) {
      complaints.add(
          "not as shipped: "
              + exercise.sourceFile()
              + " differs from the stub in the module learn. If you are learning, this is as it"
              + " should be, and \"mvn -q test -Pexercises\" is for you. Otherwise restore it.");
    }
    String test = read(project.resolve(exercise.testFile()));
    if (!test.contains("@Tag(\"exercise\")") || test.contains("@Disabled")) {
      complaints.add("left out of the default build by its tag only: " + exercise.testFile());
    }
    return complaints;
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  /** Whether right answers are told from wrong ones. */
  static List<String> judged(Exercise exercise, Judge judge)
      throws IOException, InterruptedException {
    List<String> complaints = new ArrayList<>();
    Verdict stub = judge.judge(exercise, exercise.stub());
    if (stub.kind() != Kind.NOT_DONE) {
      complaints.add("the stub must say that it is not done yet, but: " + stub);
    }
    Verdict solution = judge.judge(exercise, exercise.solution());
    if (!solution.passed()) {
      complaints.add("the solution must pass, but: " + solution);
    }
    for (String name : exercise.wrong().keySet()) {
      Verdict wrong = judge.judge(exercise, exercise.wrong().get(name));
      if (wrong.kind() != Kind.FAILED) {
        complaints.add("the wrong answer " + name + " must be rejected, but: " + wrong);
      } else if (!wrong.message().english().contains(exercise.told(name))
          || !Language.isChinese(wrong.message().chinese())) {
        complaints.add(
            "the wrong answer "
                + name
                + " must be told \""
                + exercise.told(name)
                + "\", but: "
                + wrong);
      }
    }
    return complaints;
  }

  /** Files that belong to no exercise of the list, in the rooms where exercises are kept. */
  static List<String> unlisted(List<Exercise> exercises, Path rooms, Path project) {
    Set<String> listed = new TreeSet<>(List.of("manifest.txt"));
    Set<String> found = new TreeSet<>(files(rooms, rooms));
    for (Exercise exercise : exercises) {
      String id = exercise.id();
      for (String name : List.of("exercise.properties", "stub.java", "solution.java")) {
        listed.add(id + "/" + name);
      }
      exercise.wrong().keySet().forEach(name -> listed.add(id + "/wrong/" + name + ".java"));
      for (Path file : List.of(exercise.sourceFile(), exercise.testFile())) {
        listed.add(slashes(file));
        found.addAll(files(project.resolve(file).getParent(), project));
      }
    }
    found.removeAll(listed);
    return List.copyOf(found);
  }

  private static List<String> files(Path folder, Path relativeTo) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> slashes(relativeTo.relativize(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String slashes(Path file) {
    return file.toString().replace('\\', '/');
  }
}
