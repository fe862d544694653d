package processpool.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;

/**
 * One way to have work done elsewhere, opened with a number of workers. Every operation but these
 * two is optional.
 */
interface Contender {

  /** One small task, there and back. */
  void call() throws Exception;

  /** The same bytes there and back. */
  byte[] echo(byte[] bytes) throws Exception;

  /** Submits {@code count} small tasks, then waits for all. */
  default void async(int count) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Submits {@code count} small tasks as futures, then waits for all of them at once. */
  default void allOf(int count) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Maps over {@code count} items, with as many chunks as the contender finds right. */
  default void map(int count) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Maps over {@code count} items, each a chunk of its own. */
  default void mapSingly(int count) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Maps lazily, in order, each item a chunk of its own. */
  default void imap(int count) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Submits a small task with a callback. */
  default void submitSmall(int argument, Runnable callback) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Submits a small task. */
  default Future<?> small(int argument) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Submits a task that sleeps. */
  default Future<?> sleep(int milliseconds) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Submits a task that works. */
  default Future<?> work(int micros) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Maps over so many chunks of one item, each of which looks at one shared value of that size. */
  default void shared(int bytes, int chunks) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Counts the words of a text, in so many parts, one dictionary each. */
  default int words(Path text, int chunks) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** The processes that work; none when they are threads of this one. */
  default List<Long> pids() {
    return List.of();
  }

  /** Has what runs shown to somebody who looks on, until that is closed. */
  default Onlooker watch() throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Looks on. */
  interface Onlooker extends AutoCloseable {
    @Override
    void close();
  }

  /** Submits a task whose result nobody keeps. */
  default void submitSmall(int argument) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Runs {@link Tasks#answerOrNap}, or what stands for it; tells which worker did. */
  default Future<Long> pid() throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Waits until the workers have done everything and have left. */
  default void closeAndJoin() throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Waits for the workers to leave, or drops what is still queued. */
  void leave() throws Exception;
}
