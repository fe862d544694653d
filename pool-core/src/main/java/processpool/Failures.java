package processpool;

import java.util.concurrent.CancellationException;
import processpool.schedule.Outcome;
import processpool.task.Exceptions;
import processpool.task.Failed;
import processpool.wire.Failure;
import processpool.wire.NoRoomException;
import processpool.wire.ThrowableText;

/** What users see of calls that have no value: one exception for each kind of outcome. */
final class Failures implements Exceptions {
  private static final String TOO_LARGE =
      "the task's arguments cannot travel to a worker, as they are too large together; pass fewer"
          + " at a time, with a smaller chunk size, or the name of a file: ";
  private static final String UNREADABLE = "the task's result cannot be read in the parent: ";

  private final String pool;

  Failures(String pool) {
    this.pool = pool;
  }

  @Override
  public String pool() {
    return pool;
  }

  @Override
  public Throwable of(Outcome outcome, int index) {
    return outcome.read(new ToException(index));
  }

  @Override
  public String text(Outcome outcome) {
    return outcome instanceof Outcome.Threw threw
        ? threw.failure().text()
        : ThrowableText.of(of(outcome, -1));
  }

  /** What the worker said of it, which the exception may not know any more. */
  static String said(Failed failed, Throwable cause) {
    if (!(failed.outcome() instanceof Outcome.Threw threw)) {
      return ThrowableText.of(cause);
    }
    Failure failure = threw.failure();
    boolean lost = failure.saysLess() && cause.getSuppressed().length == 0;
    return failure.text() + (lost ? "\nas its worker saw it: " + failure.stackTrace() : "");
  }

  private static String noRoomInTheParent(Throwable cause) {
    String size =
        cause instanceof NoRoomException lacking ? " of " + lacking.size() + " bytes" : "";
    return "the task's result"
        + size
        + " has no room in the parent's heap of "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MiB: start this program with a larger -Xmx, keep fewer results at a time, or let the"
        + " task return a part of it or the name of a file";
  }

  private static final class ToException implements Outcome.Reader<Throwable> {
    private final int index;

    ToException(int index) {
      this.index = index;
    }

    @Override
    public Throwable threw(Outcome.Threw outcome) {
      Failure failure = outcome.failure();
      long pid = outcome.who().pid();
      Throwable thrown = failure.rebuild();
      if (thrown == null) {
        return new RemoteTaskException(failure, pid);
      }
      if (failure.saysLess()) {
        thrown.addSuppressed(new RemoteTaskException(failure, pid));
      }
      return thrown;
    }

    @Override
    public Throwable unreadable(Outcome.Unreadable outcome) {
      Throwable cause = outcome.cause();
      if (cause instanceof NoRoomException || cause instanceof OutOfMemoryError) {
        return new IllegalStateException(noRoomInTheParent(cause), cause);
      }
      String why = ThrowableText.of(cause);
      return new IllegalStateException(UNREADABLE + why, cause);
    }

    @Override
    public Throwable unsendable(Outcome.Unsendable outcome) {
      String why = ThrowableText.of(outcome.cause());
      return new IllegalArgumentException(TOO_LARGE + why, outcome.cause());
    }

    @Override
    public Throwable lost(Outcome.Lost outcome) {
      return new WorkerDiedException(outcome.death(), index);
    }

    @Override
    public Throwable timedOut(Outcome.TimedOut outcome) {
      return new TaskTimeoutException(outcome.who(), outcome.limit(), index);
    }

    @Override
    public Throwable broken(Outcome.Broken outcome) {
      return new BrokenPoolException(outcome.death());
    }

    @Override
    public Throwable cancelled(Outcome.Cancelled outcome) {
      return new CancellationException(outcome.why());
    }
  }
}
