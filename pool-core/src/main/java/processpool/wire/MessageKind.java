package processpool.wire;

import java.io.StreamCorruptedException;

/** What a message says. The first byte of each is its kind's ordinal. */
public enum MessageKind {
  /** Worker, first words: {@code version:int}. */
  HELLO,
  /**
   * Parent: before any task: {@code 0}, or {@code 1} and an initializer: {@code function, captured
   * value…, argument…}.
   */
  INITIALIZE,
  /** Worker: ready for a first task: nothing more. */
  READY,
  /** Worker: the initializer failed: {@code failure}. */
  NOT_READY,
  /** Parent: keep a function under a number: {@code number:int, function}. */
  FUNCTION,
  /**
   * Parent: run a chunk: {@code slot:int, ticket:int, say when an item begins:byte, function
   * number:int, items:int, captured:int, captured value…, arguments of each item…}.
   */
  RUN,
  /** Worker: the chunk, or another item of it, has begun: {@code slot:int}. */
  STARTED,
  /**
   * Worker: how the chunk ended, item by item: {@code slot:int, ticket:int, items:int}, then for
   * each 1 and a value, or 0 and a {@link Failure}.
   */
  DONE,
  /** Parent: map this memory: {@code address:string}. */
  MAP,
  /** Worker: mapped it: {@code 1}; or could not: {@code 0, why:string}. */
  MAPPED,
  /** Parent, last words on the pipe: from here on, look for chunks in the shared memory. */
  SWITCH,
  /** Either side, on the pipe: look into the shared memory, there is something new. */
  BELL,
  /** Worker: text that a task printed: {@code stream:byte} (1 out, 2 err), {@code bytes}. */
  OUTPUT,
  /** Parent: leave. */
  QUIT,
  /** Worker, last words: leaving as told. An end without them is a death. */
  BYE,
  /**
   * Worker: a class or resource that its class path lacks: {@code request:int, loader:int} ({@link
   * Loaders}), {@code all:byte} (0 for the first of that name only), {@code name}. Always over the
   * pipes, and at any time: the task that needs it waits for the answer.
   */
  CLASS_REQUEST,
  /** Parent: the answer: {@code request:int, count:int, bytes…}; none when there is no such. */
  CLASS;

  /** The version both sides must speak; it changes whenever a message's layout does. */
  public static final int VERSION = 2;

  private static final MessageKind[] KINDS = values();

  static MessageKind of(int ordinal) throws StreamCorruptedException {
    if (ordinal >= KINDS.length) {
      throw new StreamCorruptedException("damaged message: kind=" + ordinal);
    }
    return KINDS[ordinal];
  }
}
