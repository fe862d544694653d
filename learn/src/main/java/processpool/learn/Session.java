package processpool.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import processpool.learn.Verdict.Advice;
import processpool.learn.Verdict.Kind;

/**
 * A learner at work, without a terminal: the current exercise, all files as they were last seen,
 * and the run that may be under way. One thread calls it; the judge works on another.
 *
 * <p>The files are read again at each {@link #tick()}, and compared. No notification of the file
 * system is involved, so it does not matter how an editor saves or where the files are.
 */
final class Session implements AutoCloseable {
  /** The index of no exercise. */
  static final int NONE = -1;

  private final Path project;
  private final Progress progress;
  private final Judge judge;
  private final ExecutorService judging =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "judge");
            thread.setDaemon(true);
            return thread;
          });

  private final Map<String, Saved> seen = new HashMap<>();
  private int current;
  private int hintsGiven;
  private @Nullable Future<?> run;
  private int judged = NONE;

  Session(Path project, Progress progress, Judge judge) {
    this.project = project;
    this.progress = progress;
    this.judge = judge;
  }

  Progress progress() {
    return progress;
  }

  int current() {
    return current;
  }

  Exercise exercise() {
    return exercises().get(current);
  }

  private List<Exercise> exercises() {
    return progress.exercises();
  }

  Verdict verdict() {
    return progress.verdict(exercise());
  }

  boolean running() {
    return run != null;
  }

  /** Which exercise is being judged, or else was judged last. */
  int judged() {
    return judged;
  }

  /** Judges all, and goes to the first exercise that is not done. */
  void begin(IntConsumer looked) throws IOException, InterruptedException {
    judge.prepare();
    for (int i = 0; i < exercises().size(); i++) {
      looked.accept(i);
      Exercise exercise = exercises().get(i);
      seen.put(exercise.id(), progress.saved(exercise));
      progress.refresh(exercise, judge);
    }
    go(Math.max(0, progress.nextToDo(-1)));
  }

  /** Goes to any exercise, done or not. */
  boolean go(int index) {
    if (index < 0 || index >= exercises().size()) {
      return false;
    }
    current = index;
    hintsGiven = 0;
    return true;
  }

  int firstNumber() {
    return exercises().get(0).number();
  }

  int lastNumber() {
    return exercises().get(exercises().size() - 1).number();
  }

  /** Goes to the exercise of this number, done or not. */
  boolean goToNumber(int number) {
    return go(number - firstNumber());
  }

  /** Where {@link #next()} goes: to the next that is not done; when all are, through them all. */
  int nextIndex() {
    int next = progress.nextToDo(current);
    int inOrder = (current + 1) % exercises().size();
    next = next < 0 ? inOrder : next;
    return next == current ? NONE : next;
  }

  boolean next() {
    return go(nextIndex());
  }

  boolean previous() {
    return go(current - 1);
  }

  boolean hasPrevious() {
    return current > 0;
  }

  /** The level of the hint that is due: one more each time, up to the last. */
  int nextHint() {
    hintsGiven = Math.min(Exercise.HINTS, hintsGiven + 1);
    return hintsGiven;
  }

  /**
   * Looks at the files and at the run.
   *
   * @return whether there is something new to show
   */
  boolean tick() throws InterruptedException {
    Future<?> under = run;
    if (under == null) {
      return judgeWhatWasSaved();
    }
    if (!under.isDone()) {
      return false;
    }
    run = null;
    try {
      under.get();
    } catch (ExecutionException e) {
      Advice advice = Advice.of("runner.failed", String.valueOf(e.getCause()));
      progress.put(exercises().get(judged), Verdict.advised(Kind.NOT_JUDGED, "", advice));
    }
    return true;
  }

  private boolean judgeWhatWasSaved() {
    for (int i = 0; i < exercises().size(); i++) {
      int index = (current + i) % exercises().size(); // the learner waits for the current one
      Exercise exercise = exercises().get(index);
      Saved saved = progress.saved(exercise);
      if (!saved.equals(seen.put(exercise.id(), saved))) {
        judged = index;
        run =
            judging.submit(
                () -> {
                  progress.refresh(exercise, judge);
                  return null;
                });
        return true;
      }
    }
    return false;
  }

  boolean isUntouched() {
    return progress.isUntouched(exercise());
  }

  /** Whether there is a file to put away. */
  boolean hasVersion() {
    return Files.exists(progress.file(exercise()));
  }

  /** Where a version that is put away is kept, beside those from before. */
  Path attempt() {
    Path folder = Path.of("learn", "target", "attempts");
    Path attempt = folder.resolve(exercise().id() + ".java");
    for (int i = 2; Files.exists(project.resolve(attempt)); i++) {
      attempt = folder.resolve(exercise().id() + "-" + i + ".java");
    }
    return attempt;
  }

  /**
   * Puts the learner's version away, byte by byte, and the stub in its place.
   *
   * @return where the version is; null when there was none
   */
  @Nullable Path reset() throws IOException, InterruptedException {
    Path file = progress.file(exercise());
    Path attempt = hasVersion() ? attempt() : null;
    if (attempt != null) {
      Path kept = project.resolve(attempt);
      Files.createDirectories(kept.getParent());
      Files.copy(file, kept);
    }
    Files.writeString(file, exercise().stub(), StandardCharsets.UTF_8);
    if (run == null) { // otherwise its end must not be the last word on this file
      seen.put(exercise().id(), progress.saved(exercise()));
      progress.refresh(exercise(), judge);
    }
    return attempt;
  }

  @Override
  public void close() {
    judging.shutdownNow();
    judge.close();
    try {
      // A run under way ends when it is interrupted, and ends its process.
      judging.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    judge.close();
  }
}
