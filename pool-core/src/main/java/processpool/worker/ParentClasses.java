package processpool.worker;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import processpool.wire.FrameWriter;
import processpool.wire.Loaders;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.ToParent;

/**
 * The parent's classes, as a worker sees them: a class loader for each of the parent's that a
 * function came from, and the asking over the link behind it. Any thread of a task may ask; the
 * thread that reads the link brings the answers. That one never asks, so somebody always listens.
 */
final class ParentClasses {
  private final FrameWriter parent;
  private final Map<Integer, ClassLoader> loaders = new HashMap<>();
  private final Map<Integer, byte[][]> answers = new HashMap<>();
  private int lastRequest;

  ParentClasses(FrameWriter parent) {
    this.parent = parent;
    loaders.put(Loaders.SYSTEM, ClassLoader.getSystemClassLoader());
  }

  /** The counterpart of one of the parent's class loaders. */
  synchronized ClassLoader loader(int number) {
    ClassLoader known = loaders.get(number);
    if (known == null) {
      known = FetchingLoader.of(this, number);
      loaders.put(number, known);
    }
    return known;
  }

  /**
   * From now on what the class path lacks is fetched, even for functions that came from the
   * parent's own class path: it can hold more than this one, such as what an agent added.
   */
  synchronized ClassLoader fetchForSystem() {
    ClassLoader system = loaders.get(Loaders.SYSTEM);
    if (system instanceof FetchingLoader) {
      return system;
    }
    ClassLoader fetching = FetchingLoader.of(this, Loaders.SYSTEM);
    loaders.put(Loaders.SYSTEM, fetching);
    return fetching;
  }

  /**
   * Asks the parent for files beside its classes.
   *
   * @param loader the number of the parent's loader that is to look
   * @param name such as {@code some/Thing.class}
   * @param all whether to return more than the first
   * @return their bytes; empty when there are none
   */
  byte[][] fetch(int loader, String name, boolean all) {
    int request;
    synchronized (this) {
      request = ++lastRequest;
    }
    try {
      parent.send(
          new MessageWriter(ToParent.CLASS_REQUEST)
              .putInt(request)
              .putInt(loader)
              .putByte(all ? 1 : 0)
              .putString(name));
    } catch (IOException gone) {
      return new byte[0][]; // and this process with it, in a moment
    }
    return awaitAnswer(request);
  }

  /** Waits through interruptions: a class that loads only in half the cases helps no task. */
  private synchronized byte[][] awaitAnswer(int request) {
    boolean interrupted = false;
    byte[] @Nullable [] answer;
    while ((answer = answers.remove(request)) == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  /** Takes the parent's answer. */
  synchronized void answered(MessageReader message) throws IOException {
    int request = message.getInt();
    byte[][] files = new byte[message.getCount(Integer.BYTES)][];
    for (int i = 0; i < files.length; i++) {
      files[i] = message.getBytes();
    }
    answers.put(request, files);
    notifyAll();
  }
}
