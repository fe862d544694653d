package processpool.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one pool of this program shares with workers: all of it ends with the pool. Thread-safe.
 * Workers of any pool of this program may ask for it, if they were handed a handle: its key cannot
 * be guessed.
 */
public final class SharedValues {
  private static final Map<Long, SharedValues> POOLS = new ConcurrentHashMap<>();

  /** Who passes values on to one worker. */
  public interface Holder {
    /**
     * The worker is to let a value go that it asked for.
     *
     * @param pool whose
     * @param number which
     */
    void release(long pool, int number);
  }

  private final long key = UUID.randomUUID().getMostSignificantBits();
  private final Consumer<IOException> closing;

  // Guarded by this:
  private final Map<Integer, Value> values = new HashMap<>();
  private int last;
  private boolean ended;

  /**
   * Of one pool; {@link #end} follows.
   *
   * @param closing is told when a file could not be closed
   */
  public SharedValues(Consumer<IOException> closing) {
    this.closing = closing;
    POOLS.put(key, this);
  }

  /** One value. */
  public final class Value {
    private final int number;
    private final SharedBytes bytes;

    /** The handles that the bytes name: they are not to end before this does. */
    @SuppressWarnings("UnusedVariable")
    private List<Object> kept;

    private final Set<Holder> holders = new HashSet<>();
    private WeakReference<@Nullable SharedHandle> handle = new WeakReference<>(null);

    Value(int number, SharedBytes bytes, List<Object> kept) {
      this.number = number;
      this.bytes = bytes;
      this.kept = kept;
    }

    /**
     * Whose it is.
     *
     * @return the pool's key
     */
    public long pool() {
      return key;
    }

    /**
     * Which it is there.
     *
     * @return its number
     */
    public int number() {
      return number;
    }

    /**
     * What stands for it in this process.
     *
     * @param made is not kept from becoming garbage
     */
    public void handle(SharedHandle made) {
      synchronized (SharedValues.this) {
        handle = new WeakReference<>(made);
      }
    }

    /**
     * A buffer's bytes, for this process.
     *
     * @return to be read
     * @throws IllegalStateException when it is closed
     */
    public ByteBuffer view() {
      synchronized (SharedValues.this) {
        requireOpen();
        try {
          return bytes.view();
        } catch (IOException e) {
          throw new IllegalStateException(
              "the shared bytes cannot be mapped in this process: "
                  + e.getMessage()
                  + "; let other mapped files go",
              e);
        }
      }
    }

    /**
     * Refuses once it is closed.
     *
     * @throws IllegalStateException when it is
     */
    public void requireOpen() {
      synchronized (SharedValues.this) {
        if (values.get(number) != this) {
          throw SharedHandle.closed();
        }
      }
    }

    /** Nobody is to have it any more; may be called twice. */
    public void close() {
      List<Holder> told;
      SharedHandle left;
      synchronized (SharedValues.this) {
        if (!values.remove(number, this)) {
          return;
        }
        told = new ArrayList<>(holders);
        left = handle.get();
        kept = List.of();
      }
      if (left != null) {
        left.letGo();
      }
      told.forEach(holder -> holder.release(key, number));
      try {
        bytes.close();
      } catch (IOException e) {
        closing.accept(e);
      }
    }
  }

  /**
   * Shares an object.
   *
   * @param written by the {@link Codec}; not used any more by who calls this
   * @return the value
   * @throws IllegalStateException when the pool has ended
   */
  public Value add(KeepingWriter written) {
    return add(SharedBytes.of(written), written.kept());
  }

  /**
   * Shares a copy of a buffer's bytes.
   *
   * @param bytes from its position to its limit, neither of which is moved
   * @return the value
   * @throws IllegalStateException when the pool has ended, or there is no room
   */
  public Value add(ByteBuffer bytes) {
    return add(SharedBytes.of(bytes), List.of());
  }

  private synchronized Value add(SharedBytes bytes, List<Object> kept) {
    if (ended || last == Integer.MAX_VALUE) {
      try {
        bytes.close();
      } catch (IOException e) {
        closing.accept(e);
      }
      throw new IllegalStateException("pool is closed");
    }
    Value value = new Value(++last, bytes, kept);
    values.put(value.number, value);
    return value;
  }

  /** The pool has ended: closes all. */
  public void end() {
    List<Value> all;
    synchronized (this) {
      ended = true;
      all = new ArrayList<>(values.values());
    }
    POOLS.remove(key);
    all.forEach(Value::close);
  }

  private synchronized @Nullable Value value(int number) {
    return values.get(number);
  }

  private synchronized boolean wasNever(int number) {
    return number < 1 || number > last;
  }

  /** The handle that a value has in this process; null when there is none. */
  static @Nullable SharedHandle handle(long pool, int number) {
    SharedValues values = POOLS.get(pool);
    Value value = values == null ? null : values.value(number);
    return value == null ? null : value.handle.get();
  }

  /**
   * Looks whether a worker asks for what it can have been told of.
   *
   * @param pool a pool's key
   * @param number of a value of that pool
   * @param offset where to begin, or -1
   * @throws StreamCorruptedException when it cannot
   */
  public static void check(long pool, int number, long offset) throws StreamCorruptedException {
    SharedValues values = POOLS.get(pool);
    Value value = values == null ? null : values.value(number);
    if ((values != null && values.wasNever(number))
        || offset < -1
        || (value != null && offset > value.bytes.length)) {
      throw new StreamCorruptedException(
          "damaged link: the worker asked for a shared value that there never was: number="
              + number
              + ", offset="
              + offset);
    }
  }

  /**
   * Answers a worker.
   *
   * @param pool a pool's key
   * @param number of a value of that pool
   * @param offset where to begin, or -1
   * @param to what the worker is told, behind the request's number
   * @param holder passes it on, and hears when it is to be let go
   * @throws IOException when the value cannot be read; nothing is said then
   */
  public static void answer(long pool, int number, long offset, MessageWriter to, Holder holder)
      throws IOException {
    SharedValues values = POOLS.get(pool);
    if (values == null) {
      to.putByte(HeldValues.UNKNOWN);
      return;
    }
    synchronized (values) {
      Value value = values.values.get(number);
      if (value == null) {
        to.putByte(HeldValues.CLOSED);
      } else {
        value.bytes.putTo(to.putByte(HeldValues.HERE), offset);
        value.holders.add(holder);
      }
    }
  }

  /**
   * Says that there is no such value, in the place of an answer that failed.
   *
   * @param to what the worker is told, behind the request's number
   */
  public static void refuse(MessageWriter to) {
    to.putByte(HeldValues.CLOSED);
  }

  /**
   * A worker has ended: it holds nothing.
   *
   * @param holder passed values on to it
   */
  public static void forget(Holder holder) {
    for (SharedValues values : POOLS.values()) {
      synchronized (values) {
        values.values.values().forEach(value -> value.holders.remove(holder));
      }
    }
  }
}
