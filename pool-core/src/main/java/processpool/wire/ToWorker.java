package processpool.wire;

import java.io.StreamCorruptedException;

/** What the parent says. The first byte of each of its messages is the kind's ordinal. */
public enum ToWorker {
  /**
   * Before any task: {@code which of the workers it is:int, the most bytes it may have resident as
   * a task ends:long} (0 for any number), then {@code 0}, or {@code 1} and {@code function,
   * captured value…, argument…}.
   */
  INITIALIZE,
  /** Before that, perhaps: keep, and run before leaving: {@code function, captured value…}. */
  AT_EXIT,
  /** Keep a function under a number: {@code number:int, function}. */
  FUNCTION,
  /**
   * Run a chunk: {@code slot:int, ticket:int, say when a call begins:byte, function number:int,
   * calls:int, captured:int, captured value…, arguments of each call…}.
   */
  RUN,
  /** Map this memory: {@code address:string}. */
  MAP,
  /** The last chunk has gone over the pipe: from here on, look into the shared memory. */
  SWITCH,
  /** On the pipe: look into the shared memory, there is something new. */
  BELL,
  /**
   * Leave: {@code the parent's pid:long}. Always on the pipe, and through memory too where chunks
   * go there: behind those on the one, to whoever watches the parent on the other.
   */
  QUIT,
  /**
   * On the pipe: the answer to a {@link ToParent#CLASS_REQUEST}: {@code request:int, count:int,
   * bytes…}; none when there is no such class.
   */
  CLASS,
  /**
   * On the pipe: the answer to a {@link ToParent#VALUE_REQUEST}: {@code request:int}, then what
   * {@link SharedBytes} says of itself.
   */
  VALUE,
  /**
   * Let shared values go; in turn with chunks, so that those before it keep theirs: {@code
   * count:int}, and of each {@code pool:long, number:int}.
   */
  RELEASE;

  /** The version both sides must speak; it changes whenever a message's layout does. */
  public static final int VERSION = 6;

  private static final ToWorker[] KINDS = values();

  /**
   * Takes the kind that a message begins with.
   *
   * @param message the message
   * @return its kind
   * @throws StreamCorruptedException when it is none
   */
  public static ToWorker of(MessageReader message) throws StreamCorruptedException {
    int ordinal = message.getByte();
    if (ordinal >= KINDS.length) {
      throw new StreamCorruptedException("damaged message: kind=" + ordinal);
    }
    return KINDS[ordinal];
  }
}
