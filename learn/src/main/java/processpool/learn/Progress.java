package processpool.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import processpool.learn.Verdict.Kind;

/** How far the learner is: read from the code each time, stored nowhere. */
final class Progress {
  private final Path project;
  private final List<Exercise> exercises;
  private final Map<String, Verdict> verdicts = new HashMap<>();

  Progress(Path project, List<Exercise> exercises) {
    this.project = project;
    this.exercises = List.copyOf(exercises);
  }

  List<Exercise> exercises() {
    return exercises;
  }

  /** The module whose exercises these are; empty when they are those of several. */
  String module() {
    List<String> modules = exercises.stream().map(Exercise::module).distinct().toList();
    return modules.size() == 1 ? modules.get(0) : "";
  }

  /** Where to go when this module is finished; empty when there is none, or none is left. */
  String nextModule() {
    return module().isEmpty() ? "" : Modules.after(module(), this::isLeftOut);
  }

  private boolean isLeftOut(String module) {
    return Catalog.load().stream()
        .anyMatch(exercise -> exercise.module().equals(module) && isUntouched(exercise));
  }

  /** Judges all. */
  void refresh(Judge judge, IntConsumer looked) throws InterruptedException {
    for (int i = 0; i < exercises.size(); i++) {
      looked.accept(i);
      refresh(exercises.get(i), judge);
    }
  }

  /** Judges one; what nobody has touched needs no judge. */
  void refresh(Exercise exercise, Judge judge) throws InterruptedException {
    put(exercise, isUntouched(exercise) ? notDone(exercise) : judge.judge(exercise));
  }

  private static Verdict notDone(Exercise exercise) {
    return Verdict.of(Kind.NOT_DONE, "exercise " + exercise.id() + ": not done yet");
  }

  boolean isUntouched(Exercise exercise) {
    return saved(exercise).equals(new Saved(exercise.stub(), Saved.Form.UTF_8));
  }

  Path file(Exercise exercise) {
    return project.resolve(exercise.sourceFile());
  }

  /** The learner's file as it is now; one that cannot be read at this moment is as if missing. */
  Saved saved(Exercise exercise) {
    try {
      return Saved.read(file(exercise));
    } catch (IOException held) {
      // By an editor that is just writing it, for example.
      return new Saved("", Saved.Form.MISSING);
    }
  }

  synchronized void put(Exercise exercise, Verdict verdict) {
    verdicts.put(exercise.id(), verdict);
  }

  synchronized Verdict verdict(Exercise exercise) {
    return verdicts.getOrDefault(exercise.id(), notDone(exercise));
  }

  int done() {
    return (int) exercises.stream().filter(e -> verdict(e).passed()).count();
  }

  boolean allDone() {
    return done() == exercises.size();
  }

  /** The first one that is not done, beginning after a place and coming round; -1 for none. */
  int nextToDo(int after) {
    for (int i = 1; i <= exercises.size(); i++) {
      int candidate = Math.floorMod(after + i, exercises.size());
      if (!verdict(exercises.get(candidate)).passed()) {
        return candidate;
      }
    }
    return -1;
  }
}
