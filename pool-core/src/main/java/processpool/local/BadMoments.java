package processpool.local;

import java.util.concurrent.TimeUnit;
import processpool.events.Log;
import processpool.schedule.Helpers;
import processpool.schedule.Rehearsal;
import processpool.schedule.Timer;

/**
 * Loads what is needed when something goes wrong, while nothing does. In a moment without memory or
 * descriptors a class whose turn it is for the first time cannot be loaded, and one that could not
 * be initialized is lost to the program for good. The pool's start does not wait for it.
 */
final class BadMoments {
  /**
   * Behind a first pool's start, which is not to wait for it; but before the compiler has made much
   * of there being one kind of runner and of chunk, as the rehearsal brings a second of each.
   */
  private static final long LATER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** As seen by the test, which lets things go wrong and looks what is loaded then. */
  private static final String[] CLASSES = {
    "BrokenPoolException",
    "CallSite",
    "Failures$ToException",
    "RemoteTaskException",
    "SerializableCallable",
    "TaskTimeoutException",
    "WorkerDiedException",
    "local.LateFault",
    "schedule.Cancellation",
    "schedule.Losses",
    "schedule.Outcome$Cancelled",
    "schedule.Outcome$Lost",
    "schedule.Outcome$TimedOut",
    "schedule.Outcome$Unreadable",
    "schedule.Runner$Answer",
    "schedule.TimeLimits$1",
    "schedule.WorkerDeath",
    "task.UnaskedFailure",
    "task.Failed$Making",
    "wire.Assembly",
    "wire.Assembly$Part",
    "wire.Failure",
    "wire.InputFilter$Chain",
    "wire.ReadableNames",
    "wire.Serialization",
    "wire.Serialization$LoaderInputStream",
    "wire.Serialization$StandIns",
    "wire.StandIn",
    "wire.StandIn$Kind",
    "wire.StreamLimits",
    "wire.ThrowableText",
  };

  private static boolean loaded;

  private BadMoments() {}

  /** Loads it a little later. */
  static void prepare() {
    var unused = Timer.after(LATER_NANOS, () -> Helpers.run("loader", BadMoments::load));
  }

  /** Once a program; whoever comes second finds it done. */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    loaded = true;
    for (String name : CLASSES) {
      try {
        Class.forName("processpool." + name, true, BadMoments.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError cannot) {
        Log.debug("could not be loaded beforehand: " + name, cannot);
      }
    }
    Rehearsal.run();
  }
}
