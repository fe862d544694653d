package processpool.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shared values that this worker has asked its parent for, each once; kept until the parent
 * says that it is let go. The parent says so in turn with chunks, so a task that has begun keeps
 * what it has. Any thread of a task may ask; the thread that reads the link brings the answers.
 */
public final class HeldValues {
  /** First byte of an answer: what there is. */
  static final int HERE = 0;

  static final int CLOSED = 1;
  static final int UNKNOWN = 2;

  /**
   * A buffer's memory is given back by the garbage collector, which does not see how large it is:
   * it is called when so much has been let go.
   */
  private static final long MAPPED_MOST = 64L << 20;

  private record Key(long pool, int number) {}

  private static final Map<Key, Held> HELD = new HashMap<>();

  /** Null until it is there. An answer that nobody waits for is to what a task has forged. */
  private static final Map<Integer, @Nullable MessageReader> ANSWERS = new HashMap<>();

  private static int lastRequest;
  private static long mappedReleased;

  private HeldValues() {}

  /** One value, or the place for it. */
  static final class Held {
    private final Key key;
    private volatile @Nullable Object value;
    private volatile boolean released;

    Held(Key key) {
      this.key = key;
    }

    /** Null when it is not here, or not any more. */
    @Nullable Object value() {
      Object there = value;
      return there == null || !(there instanceof ByteBuffer bytes) ? there : view(bytes);
    }

    boolean isReleased() {
      return released;
    }

    /** Asks the parent if nobody has before. */
    synchronized Object valueOf() {
      Object there = value;
      if (there == null) {
        there = read(key);
        if (!released) {
          value = there;
          if (released) {
            value = null; // meanwhile
          }
        }
      }
      return there instanceof ByteBuffer bytes ? view(bytes) : there;
    }
  }

  /** Each reader's own position: one task's is not the next one's. */
  static ByteBuffer view(ByteBuffer bytes) {
    return bytes.duplicate().order(bytes.order());
  }

  static Held get(long pool, int number) {
    synchronized (HELD) {
      return HELD.computeIfAbsent(new Key(pool, number), Held::new);
    }
  }

  private static Object read(Key key) {
    try {
      ClassLoader tasks = Thread.currentThread().getContextClassLoader();
      return new SharedReader(offset -> ask(key, offset))
          .read(tasks == null ? ClassLoader.getSystemClassLoader() : tasks);
    } catch (IllegalStateException gone) {
      synchronized (HELD) {
        HELD.remove(key);
      }
      throw gone;
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw new IllegalStateException(
          "the shared value cannot be read in this worker: "
              + e
              + "; see to it that its classes are to be found here, and can be read from what they"
              + " write",
          e);
    }
  }

  private static MessageReader ask(Key key, long offset) throws IOException {
    Outbox pipe = ToParent.pipe();
    if (pipe == null) {
      throw SharedHandle.closed();
    }
    int request;
    synchronized (ANSWERS) {
      request = ++lastRequest;
      ANSWERS.put(request, null);
    }
    pipe.send(
        new MessageWriter(ToParent.VALUE_REQUEST)
            .putInt(request)
            .putLong(key.pool)
            .putInt(key.number)
            .putLong(offset));
    MessageReader answer = await(request);
    return switch (answer.getByte()) {
      case HERE -> answer;
      case CLOSED -> throw SharedHandle.closed();
      default ->
          throw new IllegalStateException(
              "the shared value is not one of the program that this worker was started by: it is of"
                  + " a pool that has ended, or of one above a pool inside a task; share() it with"
                  + " the pool whose task uses it");
    };
  }

  /** Waits through interruptions, as for classes. */
  private static MessageReader await(int request) {
    boolean interrupted = false;
    MessageReader answer;
    synchronized (ANSWERS) {
      while ((answer = ANSWERS.get(request)) == null) {
        try {
          ANSWERS.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      ANSWERS.remove(request);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  /**
   * Takes the parent's answer.
   *
   * @param message a {@link ToWorker#VALUE} behind its kind
   * @throws IOException when it is damaged
   */
  public static void answered(MessageReader message) throws IOException {
    int request = message.getInt();
    synchronized (ANSWERS) {
      if (ANSWERS.containsKey(request)) {
        ANSWERS.put(request, message);
        ANSWERS.notifyAll();
      }
    }
  }

  /**
   * The parent has let values go: from now on nobody finds them here.
   *
   * @param message a {@link ToWorker#RELEASE} behind its kind
   * @throws IOException when it is damaged
   */
  public static void release(MessageReader message) throws IOException {
    for (int left = message.getInt(); left > 0; left--) {
      Key key = new Key(message.getLong(), message.getInt());
      Held held;
      synchronized (HELD) {
        held = HELD.remove(key);
      }
      if (held != null) {
        held.released = true;
        if (held.value instanceof MappedByteBuffer mapped) {
          mappedReleased += mapped.capacity();
        }
        held.value = null;
      }
    }
    if (mappedReleased > MAPPED_MOST) {
      mappedReleased = 0;
      System.gc();
    }
  }
}
