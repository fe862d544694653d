package processpool;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import processpool.PoolListener.TaskEvent;
import processpool.PoolListener.WorkerEvent;
import processpool.wire.Failure;

/** The events of {@link PoolListener} as the flight recorder's. Loaded only while it records. */
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class FlightEvents {
  private FlightEvents() {}

  static void workerStarted(WorkerEvent worker) {
    new WorkerStarted().commitFor(worker);
  }

  static void workerReady(WorkerEvent worker) {
    new WorkerReady().commitFor(worker);
  }

  static void workerEnded(WorkerEvent worker, int exitCode) {
    WorkerEnded event = new WorkerEnded();
    event.exitCode = exitCode;
    event.commitFor(worker);
  }

  static void taskSubmitted(TaskEvent task) {
    new TaskSubmitted().commitFor(task);
  }

  static void taskStarted(TaskEvent task) {
    new TaskStarted().commitFor(task);
  }

  static void taskFinished(TaskEvent task) {
    new TaskFinished().commitFor(task);
  }

  static void taskFailed(TaskEvent task, Throwable cause) {
    TaskFailed event = new TaskFailed();
    event.cause = Failure.text(cause);
    event.commitFor(task);
  }

  @Category("Process pool")
  @StackTrace(false)
  private abstract static class OfWorker extends Event {
    @Label("Worker PID")
    long workerPid;

    void commitFor(WorkerEvent worker) {
      workerPid = worker.pid();
      commit();
    }
  }

  @Category("Process pool")
  @StackTrace(false)
  private abstract static class OfTask extends Event {
    @Label("Task")
    @Description("Its number in order of submission")
    long task;

    @Label("Function")
    String function = "";

    @Label("Calls")
    @Description("1, or a map's chunk size")
    int calls;

    @Label("Worker PID")
    @Description("-1 when no worker has begun it")
    long workerPid;

    void commitFor(TaskEvent event) {
      task = event.task();
      function = event.function();
      calls = event.calls();
      workerPid = event.pid();
      commit();
    }
  }

  @Name("processpool.WorkerStarted")
  @Label("Worker Started")
  private static final class WorkerStarted extends OfWorker {}

  @Name("processpool.WorkerReady")
  @Label("Worker Ready")
  private static final class WorkerReady extends OfWorker {}

  @Name("processpool.WorkerEnded")
  @Label("Worker Ended")
  private static final class WorkerEnded extends OfWorker {
    @Label("Exit Code")
    int exitCode;
  }

  @Name("processpool.TaskSubmitted")
  @Label("Task Submitted")
  private static final class TaskSubmitted extends OfTask {}

  @Name("processpool.TaskStarted")
  @Label("Task Started")
  private static final class TaskStarted extends OfTask {}

  @Name("processpool.TaskFinished")
  @Label("Task Finished")
  private static final class TaskFinished extends OfTask {}

  @Name("processpool.TaskFailed")
  @Label("Task Failed")
  private static final class TaskFailed extends OfTask {
    @Label("Cause")
    String cause = "";
  }
}
