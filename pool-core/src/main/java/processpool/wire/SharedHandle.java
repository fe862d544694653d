package processpool.wire;

import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a shared value where it is named: twelve bytes, wherever among arguments it is.
 * The class that programs see is above this room, which knows no more of it than its name.
 *
 * <p>In the process that shared it, a handle that comes back becomes the one that is there. In a
 * worker each time it arrives it is a new one, and {@link HeldValues} has the value.
 */
public abstract class SharedHandle implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String FACE = "processpool.Shared";

  static {
    Codec.sharingBegins();
  }

  /** How the latest of them was made: as a rule all of a worker's are of one class. */
  private static volatile @Nullable Constructor<?> latest;

  /** Who shared it; not to be guessed. */
  final long pool;

  /** Which of that pool's. */
  final int number;

  /** A worker's, once it was asked for. */
  private transient HeldValues.@Nullable Held held;

  /**
   * Names a value.
   *
   * @param pool a pool's key
   * @param number the value's number there
   */
  protected SharedHandle(long pool, int number) {
    this.pool = pool;
    this.number = number;
  }

  /** Nobody is to have the value any more. */
  protected abstract void letGo();

  /**
   * The handle that this process shared the value with, if it did, and this one otherwise.
   *
   * @return which to use
   */
  protected final SharedHandle resolve() {
    SharedHandle ours = SharedValues.handle(pool, number);
    return ours == null ? this : ours;
  }

  /**
   * The value of a handle that was not made here; waits for the parent the first time.
   *
   * @return the same object for all tasks of this worker
   * @throws IllegalStateException when there is no such value, or it cannot be read
   */
  protected final Object fetch() {
    HeldValues.Held known = held;
    Object value = known == null ? null : known.value();
    if (value == null) {
      if (ToParent.pipe() == null) {
        throw closed();
      }
      known = HeldValues.get(pool, number);
      held = known.isReleased() ? null : known;
      value = known.valueOf();
    }
    return value;
  }

  /**
   * What is said of a value that there is no more.
   *
   * @return what to throw
   */
  public static IllegalStateException closed() {
    return new IllegalStateException(
        "the shared value is closed, or its pool has ended: close() it once the last task that uses"
            + " it is done, or share() it anew");
  }

  void putTo(MessageWriter to) {
    to.putLong(pool).putInt(number);
    to.keep(this);
  }

  static SharedHandle read(MessageReader from, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    long pool = from.getLong();
    int number = from.getInt();
    SharedHandle ours = SharedValues.handle(pool, number);
    if (ours != null) {
      return ours;
    }
    Class<?> type = face(loader);
    try {
      Constructor<?> maker = latest;
      if (maker == null || maker.getDeclaringClass() != type) {
        maker = type.getDeclaredConstructor(long.class, int.class);
        maker.setAccessible(true); // a class of this module
        latest = maker;
      }
      return (SharedHandle) maker.newInstance(pool, number);
    } catch (ReflectiveOperationException | ClassCastException another) {
      throw new ClassNotFoundException(FACE + ": two versions of pool-core meet here", another);
    }
  }

  /** As the task sees it; from a jar inside a jar it is not where this class is. */
  private static Class<?> face(ClassLoader loader) throws ClassNotFoundException {
    try {
      return Class.forName(FACE, true, loader);
    } catch (ClassNotFoundException notSeenThere) {
      return Class.forName(FACE, true, SharedHandle.class.getClassLoader());
    }
  }
}
