package processpool.events;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What happens in a pool as events of the flight recorder. Loaded only while it records. */
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class FlightEvents implements Observer {
  static final FlightEvents RECORDER = new FlightEvents();

  private FlightEvents() {}

  @Override
  public void workerStarted(WorkerFacts worker) {
    new WorkerStarted().commitFor(worker);
  }

  @Override
  public void workerReady(WorkerFacts worker) {
    new WorkerReady().commitFor(worker);
  }

  @Override
  public void workerEnded(WorkerFacts worker, int exitCode, EndReason reason) {
    WorkerEnded event = new WorkerEnded();
    event.exitCode = exitCode;
    event.reason = reason.name();
    event.commitFor(worker);
  }

  @Override
  public void taskSubmitted(TaskFacts task) {
    new TaskSubmitted().commitFor(task);
  }

  @Override
  public void taskStarted(TaskFacts task) {
    new TaskStarted().commitFor(task);
  }

  @Override
  public void taskFinished(TaskFacts task) {
    new TaskFinished().commitFor(task);
  }

  @Override
  public void taskFailed(TaskFacts task, Cause cause) {
    TaskFailed event = new TaskFailed();
    event.cause = cause.text();
    event.commitFor(task);
  }

  @Category("Process pool")
  @StackTrace(false)
  private abstract static class OfWorker extends Event {
    @Label("Pool")
    String pool = "";

    @Label("Index")
    @Description("Which of the pool's workers it is")
    int index;

    @Label("Node")
    @Description("Its machine; empty for this one")
    String node = "";

    @Label("Worker PID")
    long workerPid;

    void commitFor(WorkerFacts worker) {
      pool = worker.pool();
      index = worker.index();
      node = worker.node();
      workerPid = worker.pid();
      commit();
    }
  }

  @Category("Process pool")
  @StackTrace(false)
  private abstract static class OfTask extends Event {
    @Label("Pool")
    String pool = "";

    @Label("Task")
    @Description("Its number in order of submission")
    long task;

    @Label("Function")
    String function = "";

    @Label("Calls")
    @Description("1, or a map's chunk size")
    int calls;

    @Label("Submission")
    @Description("The number of the call, map or iteration that it is a part of")
    long submission;

    @Label("Index")
    @Description("The number of its first call in the submission")
    long index;

    @Label("Size")
    @Description("The calls of the submission; -1 while that is not known")
    long size;

    @Label("Node")
    @Description("The worker's machine; empty for this one")
    String node = "";

    @Label("Worker PID")
    @Description("-1 when no worker has begun it")
    long workerPid;

    @Label("Result Bytes")
    @Description("How large the outcomes of its calls were on their way, as far as they came")
    @DataAmount
    long resultBytes;

    void commitFor(TaskFacts event) {
      pool = event.pool();
      task = event.number();
      function = event.function();
      calls = event.calls();
      submission = event.submission();
      index = event.index();
      size = event.size();
      node = event.node();
      workerPid = event.pid();
      resultBytes = event.resultBytes();
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

    @Label("Reason")
    @Description("DIED, RETIRED, SURPLUS as there were to be fewer, or POOL_ENDED")
    String reason = "";
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
