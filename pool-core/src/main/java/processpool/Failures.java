package processpool;

import java.util.concurrent.CancellationException;
import processpool.schedule.Outcome;
import processpool.task.Exceptions;
import processpool.wire.Failure;

/** What users see of calls that have no value: one exception for each kind of outcome. */
final class Failures implements Exceptions {
  static final Failures ALL = new Failures();

  private static final String TOO_LARGE =
      "the task's arguments cannot travel to a worker, as they are too large together; pass fewer"
          + " at a time, with a smaller chunk size, or the name of a file: ";
  private static final String UNREADABLE = "the task's result cannot be read in the parent: ";

  private Failures() {}

  @Override
  public Throwable of(Outcome outcome, int index) {
    return outcome.read(new ToException(index));
  }

  @Override
  public String text(Outcome outcome) {
    return outcome instanceof Outcome.Threw threw
        ? threw.failure().text()
        : Failure.text(of(outcome, -1));
  }

  private static final class ToException implements Outcome.Reader<Throwable> {
    private final int index;

    ToException(int index) {
      this.index = index;
    }

    @Override
    public Throwable threw(Outcome.Threw outcome) {
      Throwable thrown = outcome.failure().rebuild();
      return thrown == null
          ? new RemoteTaskException(outcome.failure(), outcome.who().pid())
          : thrown;
    }

    @Override
    public Throwable unreadable(Outcome.Unreadable outcome) {
      String why = Failure.text(outcome.cause());
      return new IllegalStateException(UNREADABLE + why, outcome.cause());
    }

    @Override
    public Throwable unsendable(Outcome.Unsendable outcome) {
      String why = Failure.text(outcome.cause());
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
