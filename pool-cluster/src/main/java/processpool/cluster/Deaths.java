package processpool.cluster;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import processpool.schedule.WorkerDeath;
import processpool.schedule.WorkerId;
import processpool.wire.Failure;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** How a worker ended, on its way to the driver. */
final class Deaths {
  private Deaths() {}

  static void put(WorkerDeath death, MessageWriter to) {
    to.putLong(death.who().pid()).putInt(death.exitCode()).putString(death.output());
    to.putByte(death.cause() == null ? 0 : 1);
    if (death.cause() != null) {
      Failure.encode(death.cause(), to);
    }
  }

  static WorkerDeath get(MessageReader from, String node, ClassLoader loader) throws IOException {
    WorkerId who = new WorkerId(node, from.getLong());
    int exitCode = from.getInt();
    String output = from.getString();
    Throwable cause = from.getByte() == 1 ? cause(Failure.decode(from, loader)) : null;
    return new WorkerDeath(who, exitCode, output, cause);
  }

  private static Throwable cause(Failure failure) {
    @Nullable Throwable rebuilt = failure.rebuild();
    if (rebuilt == null) {
      return new IllegalStateException(failure.stackTrace());
    }
    return failure.saysLess() ? new IllegalStateException(failure.stackTrace(), rebuilt) : rebuilt;
  }
}
