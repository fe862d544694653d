package processpool.local;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.SharedMemory;
import processpool.wire.ToWorker;

/**
 * One worker's change from pipes to shared memory: the parent makes some and offers it, the worker
 * maps it and says so. Whatever goes wrong with it, the pipes stay in use.
 */
final class MemoryUpgrade {
  private final RequestSender sender;
  private @Nullable SharedMemory made;
  private boolean answered;
  private boolean over;

  MemoryUpgrade(RequestSender sender) {
    this.sender = sender;
  }

  /** Takes some time, for the first of a program. */
  synchronized void offer() {
    if (over) {
      return;
    }
    try {
      SharedMemory memory = SharedMemory.create();
      made = memory;
      memory.load(sender);
      sender.send(new MessageWriter(ToWorker.MAP).putString(memory.address()));
    } catch (IOException | RuntimeException | Error cannot) {
      Log.debug("tasks travel over pipes: " + cannot, null);
    }
  }

  /** The worker answers. */
  synchronized void answered(MessageReader answer, long pid) throws IOException {
    SharedMemory memory = made;
    if (memory == null || answered) {
      throw ReplyHandler.outOfTurn("that it has mapped memory, and nobody had asked it to");
    }
    answered = true;
    if (answer.getByte() == 0) {
      Log.debug("tasks travel over pipes: " + answer.getString(), null);
    } else if (!over) {
      sender.memoryMapped(memory);
      Log.debug("tasks travel through shared memory: worker=" + pid, null);
    }
    end();
  }

  /** Closes the file: both sides have it mapped, or will not need it. */
  synchronized void end() {
    over = true;
    SharedMemory memory = made;
    if (memory != null) {
      try {
        memory.close();
      } catch (IOException e) {
        Log.debug("could not close shared memory", e);
      }
    }
  }
}
