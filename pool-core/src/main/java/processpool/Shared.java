package processpool;

import java.io.Serial;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import processpool.wire.SharedHandle;
import processpool.wire.SharedValues;

/**
 * A value that the tasks of a pool share: {@link ProcessPool#share} turns it into bytes once, and
 * each worker gets them once, when a task there first calls {@link #get}. A task captures this
 * handle, or is handed it, alone or inside other objects; whatever the value's size, that takes a
 * few bytes.
 *
 * <pre>{@code
 * try (Shared<Model> model = pool.share(load())) {
 *   List<Double> scores = pool.map(x -> model.get().score(x), samples);
 * }
 * }</pre>
 *
 * <p>All tasks of a worker are given the same object: <b>it must not be changed</b>. What is done
 * to the value in the program after it was shared does not reach the workers.
 *
 * <p>It ends with {@link #close}, with its pool, or once nobody can reach the handle and no task
 * that was given it is pending; the workers then let the value go, each when its task has ended.
 * The tasks of another pool of this program may use it too. Safe for any number of threads. Python
 * has {@code multiprocessing.shared_memory} for bytes, mpire {@code shared_objects}, Ray {@code
 * ray.put}.
 *
 * @param <T> what is shared
 * @since 0.2
 */
public final class Shared<T> extends SharedHandle implements AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** Where it was shared: the value, and what closes it. Null in a worker. */
  private final transient SharedValues.@Nullable Value here;

  private final transient Cleaner.@Nullable Cleanable closing;

  /** Null for bytes that nobody has asked for. */
  private transient volatile @Nullable T value;

  /** In a worker; found by what it takes. */
  @SuppressWarnings("unused")
  private Shared(long pool, int number) {
    super(pool, number);
    here = null;
    closing = null;
  }

  /**
   * A value of this process.
   *
   * @param value the object itself; null for a buffer's bytes
   */
  Shared(SharedValues.Value here, @Nullable T value, Cleaner cleaner) {
    super(here.pool(), here.number());
    this.here = here;
    this.value = value;
    this.closing = cleaner.register(this, here::close);
    here.handle(this);
  }

  /**
   * The value. In a worker the first call there waits until it has come; where the value was shared
   * it is that very object.
   *
   * <p>Of a {@code ByteBuffer}, each call returns a read-only view with a position of its own, at
   * 0, and the order of the bytes that the buffer had which was shared.
   *
   * @return the same for all tasks of a worker, not to be changed
   * @throws IllegalStateException when it is closed or its pool has ended, for tasks that begin
   *     after that; or when its class cannot be read in the worker
   */
  public T get() {
    try {
      SharedValues.Value shared = here;
      return shared == null ? cast(fetch()) : valueOf(shared);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private T valueOf(SharedValues.Value shared) {
    shared.requireOpen();
    T there = value;
    if (there == null) {
      there = cast(shared.view());
      value = there;
    }
    return there instanceof ByteBuffer bytes ? cast(bytes.duplicate().order(bytes.order())) : there;
  }

  @SuppressWarnings("unchecked") // as it was shared
  private T cast(Object value) {
    return (T) value;
  }

  /**
   * Lets the value go here and in the workers. A task that has begun keeps what it has; {@link
   * #get} of one that begins later throws. May be called twice; does nothing in a worker.
   */
  @Override
  public void close() {
    Cleaner.Cleanable mine = closing;
    if (mine != null) {
      mine.clean();
    }
  }

  @Override
  protected void letGo() {
    value = null;
  }

  /**
   * What comes back to where it was shared is the handle that is there.
   *
   * @return that handle, or this
   */
  @Serial
  private Object readResolve() {
    return resolve();
  }
}
