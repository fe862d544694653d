package processpool.wire;

import java.io.StreamCorruptedException;
import org.jspecify.annotations.Nullable;

/** What a worker says. The first byte of each of its messages is the kind's ordinal. */
public enum ToParent {
  /** First words: {@code version:int}. */
  HELLO,
  /** Ready for a first task: nothing more. */
  READY,
  /** The initializer failed: {@code failure}. */
  NOT_READY,
  /**
   * What has come of a chunk so far: {@code slot:int, ticket:int, begun:int} (how many of its calls
   * have begun, those included that have ended), {@code first:int, count:int} (whose outcomes
   * follow, perhaps nobody's), then for each 1 and a value, or 0 and a {@link Failure}.
   */
  PROGRESS,
  /** The same, and it is the last of the chunk. */
  DONE,
  /**
   * Came upon a chunk that was taken back, and passes it over: {@code slot:int, ticket:int}. Only
   * the parent knows whether it was, or whether the word that said so was overwritten.
   */
  SKIPPED,
  /** Mapped the memory: {@code 1}; or could not: {@code 0, why:string}. */
  MAPPED,
  /** On the pipe: look into the shared memory, there is something new. */
  BELL,
  /** Text that a task printed: {@code stream:byte} (1 out, 2 err), {@code bytes}. */
  OUTPUT,
  /**
   * Has more memory than it may: to be replaced once its chunk has ended. Comes before that is
   * {@link #DONE}.
   */
  WORN,
  /**
   * Leaving, as told or as it retires of itself; at most {@link #OUTPUT} and {@link #EXIT_FAILED}
   * follow. An end without it is a death.
   */
  BYE,
  /** What it was to run before it leaves threw: {@code stack trace:string}. */
  EXIT_FAILED,
  /**
   * A class or resource that its class path lacks: {@code request:int, loader:int} ({@link
   * Loaders}), {@code all:byte} (0 for the first of that name only), {@code name}. Always over the
   * pipes, and at any time: the task that needs it waits for the answer.
   */
  CLASS_REQUEST,
  /**
   * A shared value that a task asks for: {@code request:int, pool:long, number:int, offset:long}
   * (-1 for where it can be had, or the bytes from there on). Over the pipes, at any time, as
   * above.
   */
  VALUE_REQUEST;

  private static final ToParent[] KINDS = values();

  /** In a worker: over what it says this. */
  private static volatile @Nullable Outbox pipe;

  /**
   * This process is a worker.
   *
   * @param to the pipe to its parent
   */
  public static void over(Outbox to) {
    pipe = to;
  }

  /** The pipe to this process's parent; null where it is no worker. */
  static @Nullable Outbox pipe() {
    return pipe;
  }

  /**
   * Takes the kind that a message begins with.
   *
   * @param message the message
   * @return its kind
   * @throws StreamCorruptedException when it is none
   */
  public static ToParent of(MessageReader message) throws StreamCorruptedException {
    return of(message.getByte());
  }

  /**
   * Whether a message is about tasks, and so has its place among others of that kind.
   *
   * @param message stands at its kind, and still does afterwards
   * @return whether
   * @throws StreamCorruptedException when it is empty
   */
  public static boolean concernsTasks(MessageReader message) throws StreamCorruptedException {
    int kind = message.peekByte();
    return kind == PROGRESS.ordinal()
        || kind == DONE.ordinal()
        || kind == SKIPPED.ordinal()
        || kind == WORN.ordinal()
        || kind == OUTPUT.ordinal();
  }

  /**
   * Whether a message is what a task printed.
   *
   * @param message stands at its kind, and still does afterwards
   * @return whether
   * @throws StreamCorruptedException when it is empty
   */
  public static boolean isOutput(MessageReader message) throws StreamCorruptedException {
    return message.peekByte() == OUTPUT.ordinal();
  }

  /**
   * Whether a message says that there is something in memory.
   *
   * @param message stands at its kind, and still does afterwards
   * @return whether
   * @throws StreamCorruptedException when it is empty
   */
  public static boolean isBell(MessageReader message) throws StreamCorruptedException {
    return message.peekByte() == BELL.ordinal();
  }

  static ToParent of(int ordinal) throws StreamCorruptedException {
    if (ordinal >= KINDS.length) {
      throw new StreamCorruptedException("damaged message: kind=" + ordinal);
    }
    return KINDS[ordinal];
  }
}
