package processpool.learn;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * One exercise and all that belongs to it.
 *
 * @param id the name of its class, such as {@code Ex01Waves}
 * @param properties its module, titles, hints, and what each wrong answer is to be told
 * @param stub its source file as it is shipped
 * @param solution a right answer
 * @param wrong wrong answers by name, in order
 */
record Exercise(
    String id, Properties properties, String stub, String solution, Map<String, String> wrong) {
  /** How many hints each has, from a nudge to nearly all of it. */
  static final int HINTS = 2;

  /** Its own number, wherever it is listed: 16 of {@code Ex16OneFails}. */
  int number() {
    return Integer.parseInt(id.substring("Ex".length(), "Ex".length() + 2));
  }

  String module() {
    return property("module");
  }

  String title(Language language) {
    return property("title." + language.code);
  }

  String hint(int level, Language language) {
    return property("hint" + level + "." + language.code);
  }

  /** What the learner who gives this wrong answer must read, in English. */
  String told(String wrongAnswer) {
    return property("wrong." + wrongAnswer);
  }

  private String property(String name) {
    return Objects.requireNonNullElse(properties.getProperty(name), "");
  }

  String className() {
    return packageName() + "." + id;
  }

  String testName() {
    return className() + "Test";
  }

  String packageName() {
    return "processpool." + module().substring(0, module().indexOf('-')) + ".exercises";
  }

  /** The file to edit, relative to the project's folder. */
  Path sourceFile() {
    return Path.of(module(), "src", "main", "java").resolve(file(className()));
  }

  Path testFile() {
    return Path.of(module(), "src", "test", "java").resolve(file(testName()));
  }

  private static Path file(String className) {
    return Path.of(className.replace('.', '/') + ".java");
  }

  /** What is to be done, from the comment above the class. */
  String task(Language language) {
    return TaskText.of(stub, language);
  }
}
