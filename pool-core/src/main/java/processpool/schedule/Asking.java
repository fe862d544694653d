package processpool.schedule;

import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.events.Words;

/**
 * Asks a runner for things so that what its methods throw costs as little as can be. One that
 * cannot answer a question is taken to have said what asks the least of it; one that cannot be
 * handed something, or told to stop or leave, is ended, as nobody knows what it has understood.
 */
final class Asking {
  private final Runner runner;

  /** {@link #send}, ready to be noted. */
  final Runnable sending = this::send;

  /** What it threw as it was handed a chunk: it must not be told to send. */
  private volatile @Nullable Throwable notHanded;

  /** What it threw as it was asked whether it goes on: nobody knows whether it would. */
  private volatile @Nullable Throwable goesOnUnclear;

  Asking(Runner runner) {
    this.runner = runner;
  }

  // ---- under the scheduler's lock

  int parallel() {
    try {
      return runner.parallel();
    } catch (Throwable failed) {
      log(failed);
      return 1;
    }
  }

  boolean isNear() {
    try {
      return runner.isNear();
    } catch (Throwable failed) {
      log(failed);
      return true;
    }
  }

  boolean hasRoom(long bytes) {
    try {
      return runner.hasRoom(bytes);
    } catch (Throwable failed) {
      log(failed);
      return false;
    }
  }

  boolean isHeldUp() {
    try {
      return runner.isHeldUp();
    } catch (Throwable failed) {
      log(failed);
      return false;
    }
  }

  boolean isQuick() {
    try {
      return runner.isQuick();
    } catch (Throwable failed) {
      log(failed);
      return false;
    }
  }

  boolean isLeaving() {
    try {
      return runner.isLeaving();
    } catch (Throwable failed) {
      log(failed);
      return false;
    }
  }

  long busyNanos() {
    try {
      return runner.busyNanos();
    } catch (Throwable failed) {
      log(failed);
      return 0;
    }
  }

  /** A runner that throws here ends by the {@link #send} that follows. */
  void hand(Chunk chunk) {
    try {
      runner.hand(chunk);
    } catch (Throwable failed) {
      notHanded = failed;
    }
  }

  Runner.Answer takeBack(Chunk chunk) {
    try {
      return runner.takeBack(chunk);
    } catch (Throwable failed) {
      log(failed);
      return Runner.Answer.NO;
    }
  }

  void forget(Chunk[] chunks, int count) {
    try {
      runner.forget(chunks, count);
    } catch (Throwable failed) {
      log(failed);
    }
  }

  /** How many calls of a chunk it has begun; or this when it cannot say. */
  int begun(Chunk chunk, int otherwise) {
    try {
      return runner.begun(chunk);
    } catch (Throwable failed) {
      log(failed);
      return otherwise;
    }
  }

  Runner.Answer stop(Chunk chunk, int begun) {
    try {
      return runner.stop(chunk, begun);
    } catch (Throwable failed) {
      log(failed);
      return Runner.Answer.YES;
    }
  }

  /** A runner that throws here ends by the {@link #abort} that follows. */
  boolean goesOn() {
    try {
      return runner.goesOn();
    } catch (Throwable failed) {
      goesOnUnclear = failed;
      return false;
    }
  }

  /** Who runs a chunk; or this when it cannot say. */
  WorkerId worker(Chunk chunk, WorkerId otherwise) {
    try {
      return runner.worker(chunk);
    } catch (Throwable failed) {
      log(failed);
      return otherwise;
    }
  }

  // ---- with no lock held

  void send() {
    Throwable failed = notHanded;
    try {
      if (failed == null) {
        runner.send();
        return;
      }
    } catch (Throwable notSent) {
      failed = notSent;
    }
    endAfter(failed);
  }

  void abort(Chunk chunk) {
    Throwable failed = goesOnUnclear;
    try {
      if (failed == null) {
        runner.abort(chunk);
        return;
      }
    } catch (Throwable notAborted) {
      failed = notAborted;
    }
    endAfter(failed);
  }

  void leave() {
    try {
      runner.leave();
    } catch (Throwable failed) {
      endAfter(failed);
    }
  }

  private void endAfter(Throwable failed) {
    log(failed);
    runner.end();
  }

  private static void log(Throwable failed) {
    Log.error(Words.ASKING, failed);
  }
}
