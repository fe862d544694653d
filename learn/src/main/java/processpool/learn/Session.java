package processpool.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A learner at work, without a terminal: the current exercise, its file as it was last seen, and
 * the run that may be under way. One thread calls it; the judge works on another.
 *
 * <p>The file is read again at each {@link #tick()}, and compared. No notification of the file
 * system is involved, so it does not matter how an editor saves or where the file is.
 */
final class Session implements AutoCloseable {
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

  private int current;
  private int hintsGiven;
  private String seen = "";
  private @Nullable Future<Verdict> run;
  private @Nullable Exercise judged;

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
    return progress.exercises().get(current);
  }

  Verdict verdict() {
    return progress.verdict(exercise());
  }

  boolean running() {
    return run != null;
  }

  /** Goes to the first exercise that is not done, after all were judged. */
  void begin() throws IOException {
    judge.prepare();
    go(Math.max(0, progress.nextToDo(-1)));
  }

  private void go(int index) throws IOException {
    current = index;
    hintsGiven = 0;
    seen = progress.text(exercise());
  }

  /** Goes to the next one that is not done. */
  boolean next() throws IOException {
    int next = progress.nextToDo(current);
    if (next < 0 || next == current) {
      return false;
    }
    go(next);
    return true;
  }

  /** The level of the hint that is due: one more each time, up to the last. */
  int nextHint() {
    hintsGiven = Math.min(Exercise.HINTS, hintsGiven + 1);
    return hintsGiven;
  }

  /**
   * Looks at the file and at the run.
   *
   * @return whether there is something new to show
   */
  boolean tick() throws IOException, InterruptedException {
    Future<Verdict> under = run;
    if (under != null && under.isDone()) {
      take(under);
      return true;
    }
    if (under != null) {
      return false;
    }
    String text = progress.text(exercise());
    if (text.equals(seen)) {
      return false;
    }
    seen = text;
    Exercise exercise = exercise();
    judged = exercise;
    run = judging.submit(() -> judge.judge(exercise));
    return true;
  }

  private void take(Future<Verdict> ended) throws InterruptedException {
    Exercise exercise = judged;
    run = null;
    if (exercise == null) {
      return;
    }
    try {
      progress.put(exercise, ended.get());
    } catch (ExecutionException e) {
      String why = "the runner itself failed: " + e.getCause();
      progress.put(exercise, Verdict.of(Verdict.Kind.BROKEN, why));
    }
  }

  boolean isUntouched() throws IOException {
    return progress.isUntouched(exercise());
  }

  /** Where a version that is put away is kept. */
  Path attempt() {
    return Path.of("learn", "target", "attempts", exercise().id() + ".java");
  }

  /** Puts the learner's version away and the stub in its place. */
  void reset() throws IOException {
    Path file = project.resolve(exercise().sourceFile());
    Path kept = project.resolve(attempt());
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, progress.text(exercise()), StandardCharsets.UTF_8);
    Files.writeString(file, exercise().stub(), StandardCharsets.UTF_8);
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
