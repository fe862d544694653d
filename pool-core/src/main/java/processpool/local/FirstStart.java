package processpool.local;

import java.util.concurrent.atomic.AtomicBoolean;
import processpool.local.launch.WorkerCommand;
import processpool.schedule.Room;

/**
 * Before a program can start its first process, the JDK loads 60 classes and makes its first
 * lambdas: 40 ms. They are loaded beside the pool's own classes, so that no worker waits for both.
 */
final class FirstStart {
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private FirstStart() {}

  /** Begins with it, unless that was done before; does not wait, and never fails. */
  static void prepare() {
    if (!BEGUN.getAndSet(true)) {
      try {
        Thread loader = new Loader();
        loader.setDaemon(true);
        loader.start();
      } catch (OutOfMemoryError noRoomForAThread) {
        // Then the first worker's start loads them.
      }
    }
  }

  /** A class of its own, as a lambda would have to wait for what this loads. */
  private static final class Loader extends Thread {
    Loader() {
      super("processpool-loader");
    }

    @Override
    public void run() {
      try {
        WorkerCommand.prepare();
        Room.prepare();
        BadMoments.prepare();
      } catch (ClassNotFoundException | RuntimeException | Error unknown) {
        // Whoever needs them will tell.
      }
    }
  }
}
