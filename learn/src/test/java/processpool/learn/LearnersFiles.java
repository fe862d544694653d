package processpool.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Copies of the exercises as shipped: a learner's files, never the project's own. */
final class LearnersFiles {
  private LearnersFiles() {}

  static void copyTo(Path project) throws IOException {
    Path original = Folders.project();
    for (Exercise exercise : Catalog.load()) {
      for (Path file : List.of(exercise.sourceFile(), exercise.testFile())) {
        Files.createDirectories(project.resolve(file).getParent());
        Files.copy(original.resolve(file), project.resolve(file));
      }
      Files.writeString(project.resolve(exercise.sourceFile()), exercise.stub());
    }
  }
}
