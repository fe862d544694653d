package processpool;

import java.io.Serializable;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import processpool.parent.Dispatcher;
import processpool.parent.LocalWorkers;
import processpool.wire.FunctionCode;
import processpool.wire.MessageWriter;

/**
 * A fixed number of worker processes (JVMs), started once and reused. Tasks wait at the pool's door
 * until a worker is idle, first come first served. Python's counterpart is {@code
 * multiprocessing.Pool}.
 *
 * <pre>{@code
 * ProcessPool pool = new ProcessPool(3);
 * AsyncResult<Integer> result = pool.applyAsync(Example::square, 7);
 * System.out.println(result.get());
 * pool.close();
 * pool.join();
 * }</pre>
 *
 * <p>The workers are daemons of this program: when {@code main} returns they end, with whatever
 * they run. Tasks, arguments and results travel as copies and must be serializable. Not {@code
 * AutoCloseable} on purpose: {@link #close()} does not wait. Safe for any number of threads.
 */
public final class ProcessPool {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Dispatcher dispatcher;
  private final int processes;

  /** A pool of as many workers as this machine has processors. Python: {@code Pool()}. */
  public ProcessPool() {
    this(Runtime.getRuntime().availableProcessors());
  }

  /**
   * A pool of the given size; does not wait for its workers. Python: {@code Pool(n)}.
   *
   * @param processes how many workers, at least 1
   * @throws IllegalArgumentException when below 1
   */
  public ProcessPool(int processes) {
    this(builder().processes(processes));
  }

  private ProcessPool(Builder builder) {
    this.processes = builder.processes;
    this.dispatcher =
        new Dispatcher(
            processes,
            new LocalWorkers(
                processes,
                builder.jvmOptions,
                builder.initializer,
                builder.arity,
                builder.initializerArguments));
    Dispatcher abandoned = dispatcher; // must not lead back to this pool
    CLEANER.register(this, abandoned::close);
  }

  /**
   * Options for a pool.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects a pool's options. Not thread-safe. */
  public static final class Builder {
    private int processes = Runtime.getRuntime().availableProcessors();
    private List<String> jvmOptions = List.of();
    private @Nullable FunctionCode initializer;
    private int arity;
    private MessageWriter initializerArguments = new MessageWriter();

    private Builder() {}

    /**
     * How many workers. Python: {@code processes}.
     *
     * @param count at least 1
     * @return this
     * @throws IllegalArgumentException when below 1
     */
    public Builder processes(int count) {
      requirePositive("processes", count);
      this.processes = count;
      return this;
    }

    /**
     * Runs once in each worker before its first task. Python: {@code initializer}.
     *
     * @param task what to run; if it fails, the pool is broken
     * @return this
     * @throws IllegalArgumentException when it captures what cannot be serialized
     */
    public Builder initializer(SerializableRunnable task) {
      initializer = Submission.encodeFunction(task, SerializableRunnable.class);
      arity = 0;
      return this;
    }

    /**
     * Runs once in each worker before its first task. Python: {@code initializer, initargs}.
     *
     * @param <T> the argument
     * @param task what to run; if it fails, the pool is broken
     * @param argument for the task, possibly null
     * @return this
     * @throws IllegalArgumentException when something of it cannot be serialized
     */
    public <T extends @Nullable Object> Builder initializer(
        SerializableConsumer<? super T> task, T argument) {
      initializer = Submission.encodeFunction(task, SerializableConsumer.class);
      arity = 1;
      initializerArguments = new MessageWriter();
      Submission.encodeArgument(argument, initializerArguments);
      return this;
    }

    /**
     * Options for the workers' JVMs, after the pool's own, so that they win.
     *
     * @param options such as {@code -Xmx256m}
     * @return this
     */
    public Builder jvmOptions(String... options) {
      jvmOptions = List.of(options);
      return this;
    }

    /**
     * Starts the pool; does not wait for its workers.
     *
     * @return the pool
     */
    public ProcessPool build() {
      return new ProcessPool(this);
    }
  }

  /**
   * Submits a task of one argument. Does not wait. Python: {@code apply_async(f, (x,))}.
   *
   * @param <T> the argument
   * @param <R> the result
   * @param task what to run
   * @param argument copied to the worker, possibly null
   * @return the result, later
   * @throws IllegalStateException when the pool is closed
   * @throws IllegalArgumentException when something of it cannot be serialized
   */
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<R> applyAsync(
      SerializableFunction<? super T, ? extends R> task, T argument) {
    return one(task, SerializableFunction.class, Arrays.asList(argument));
  }

  /**
   * Submits a task of two arguments. Does not wait. Python: {@code apply_async(f, (x, y))}.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <R> the result
   * @param task what to run
   * @param first copied to the worker, possibly null
   * @param second copied to the worker, possibly null
   * @return the result, later
   * @throws IllegalStateException when the pool is closed
   * @throws IllegalArgumentException when something of it cannot be serialized
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<R> applyAsync(
          SerializableBiFunction<? super A, ? super B, ? extends R> task, A first, B second) {
    return one(task, SerializableBiFunction.class, Arrays.<@Nullable Object>asList(first, second));
  }

  /**
   * Submits a task without arguments. Does not wait. Python: {@code apply_async(f)}.
   *
   * @param <R> the result
   * @param task what to run
   * @return the result, later
   * @throws IllegalStateException when the pool is closed
   * @throws IllegalArgumentException when it captures what cannot be serialized
   */
  public <R extends @Nullable Object> AsyncResult<R> applyAsync(
      SerializableCallable<? extends R> task) {
    return one(task, SerializableCallable.class, List.of());
  }

  /**
   * Submits a task of one argument that returns nothing. Does not wait. Python: {@code
   * apply_async}.
   *
   * @param <T> the argument
   * @param task what to run
   * @param argument copied to the worker, possibly null
   * @return the end of it, later
   * @throws IllegalStateException when the pool is closed
   * @throws IllegalArgumentException when something of it cannot be serialized
   */
  public <T extends @Nullable Object> AsyncResult<@Nullable Void> runAsync(
      SerializableConsumer<? super T> task, T argument) {
    return one(task, SerializableConsumer.class, Arrays.asList(argument));
  }

  /**
   * Submits a task without arguments that returns nothing. Does not wait. Python: {@code
   * apply_async}.
   *
   * @param task what to run
   * @return the end of it, later
   * @throws IllegalStateException when the pool is closed
   * @throws IllegalArgumentException when it captures what cannot be serialized
   */
  public AsyncResult<@Nullable Void> runAsync(SerializableRunnable task) {
    return one(task, SerializableRunnable.class, List.of());
  }

  /**
   * Runs a task of one argument and waits for its result. Python: {@code apply(f, (x,))}.
   *
   * @param <T> the argument
   * @param <R> the result
   * @param task what to run
   * @param argument copied to the worker, possibly null
   * @return its result
   * @throws ExecutionException when it fails
   * @throws InterruptedException when this thread is interrupted; the task goes on
   */
  public <T extends @Nullable Object, R extends @Nullable Object> R apply(
      SerializableFunction<? super T, ? extends R> task, T argument)
      throws InterruptedException, ExecutionException {
    return this.<T, R>applyAsync(task, argument).get();
  }

  /**
   * Runs a task of two arguments and waits for its result. Python: {@code apply(f, (x, y))}.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <R> the result
   * @param task what to run
   * @param first copied to the worker, possibly null
   * @param second copied to the worker, possibly null
   * @return its result
   * @throws ExecutionException when it fails
   * @throws InterruptedException when this thread is interrupted; the task goes on
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      R apply(SerializableBiFunction<? super A, ? super B, ? extends R> task, A first, B second)
          throws InterruptedException, ExecutionException {
    return this.<A, B, R>applyAsync(task, first, second).get();
  }

  /**
   * Runs a task without arguments and waits for its result. Python: {@code apply(f)}.
   *
   * @param <R> the result
   * @param task what to run
   * @return its result
   * @throws ExecutionException when it fails
   * @throws InterruptedException when this thread is interrupted; the task goes on
   */
  public <R extends @Nullable Object> R apply(SerializableCallable<? extends R> task)
      throws InterruptedException, ExecutionException {
    return this.<R>applyAsync(task).get();
  }

  /**
   * Runs a task for each argument and waits for all; about four chunks a worker. Python: {@code
   * map(f, xs)}.
   *
   * @param <T> an argument
   * @param <R> a result
   * @param task what to run
   * @param arguments one a call; an exception that it throws comes out as it is
   * @return the results in the order of the arguments
   * @throws ExecutionException when calls fail: how the first of them, in argument order, did
   * @throws InterruptedException when this thread is interrupted; the tasks go on
   */
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      SerializableFunction<? super T, ? extends R> task, Iterable<? extends T> arguments)
      throws InterruptedException, ExecutionException {
    return this.<T, R>mapAsync(task, arguments).get();
  }

  /**
   * Runs a task for each argument and waits for all. Python: {@code map(f, xs, chunksize)}.
   *
   * @param <T> an argument
   * @param <R> a result
   * @param task what to run
   * @param arguments one a call; an exception that it throws comes out as it is
   * @param chunkSize how many calls a worker takes at a time, at least 1
   * @return the results in the order of the arguments
   * @throws ExecutionException when calls fail: how the first of them, in argument order, did
   * @throws InterruptedException when this thread is interrupted; the tasks go on
   * @throws IllegalArgumentException when chunkSize is below 1
   */
  public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
      SerializableFunction<? super T, ? extends R> task,
      Iterable<? extends T> arguments,
      int chunkSize)
      throws InterruptedException, ExecutionException {
    return this.<T, R>mapAsync(task, arguments, chunkSize).get();
  }

  /**
   * As {@link #map(SerializableFunction, Iterable)}, without waiting. Python: {@code map_async}.
   *
   * @param <T> an argument
   * @param <R> a result
   * @param task what to run
   * @param arguments one a call; all are read before this returns
   * @return the results in the order of the arguments, later
   */
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> task, Iterable<? extends T> arguments) {
    List<List<@Nullable Object>> items = items(arguments);
    // Python's rule: four chunks a worker even out tasks of different length.
    int chunkSize = Math.max(1, (items.size() + 4 * processes - 1) / (4 * processes));
    return many(task, items, chunkSize);
  }

  /**
   * As {@link #map(SerializableFunction, Iterable, int)}, without waiting. Python: {@code
   * map_async}.
   *
   * @param <T> an argument
   * @param <R> a result
   * @param task what to run
   * @param arguments one a call; all are read before this returns
   * @param chunkSize how many calls a worker takes at a time, at least 1
   * @return the results in the order of the arguments, later
   * @throws IllegalArgumentException when chunkSize is below 1
   */
  public <T extends @Nullable Object, R extends @Nullable Object> AsyncResult<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> task,
      Iterable<? extends T> arguments,
      int chunkSize) {
    requirePositive("chunkSize", chunkSize);
    return many(task, items(arguments), chunkSize);
  }

  /**
   * Takes no new tasks; does not wait for those it has. May be called twice. Python: {@code
   * close()}.
   */
  public void close() {
    try {
      dispatcher.close();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Waits until the workers have finished and left. May be called twice. Python: {@code join()}.
   *
   * @throws IllegalStateException before {@link #close()} or {@link #terminate()}
   * @throws InterruptedException when this thread is interrupted
   */
  public void join() throws InterruptedException {
    try {
      dispatcher.join(Dispatcher.FOREVER);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Waits until the workers have finished and left, but no longer than told.
   *
   * @param timeout how long at most
   * @return false when the time ran out
   * @throws IllegalStateException before {@link #close()} or {@link #terminate()}
   * @throws InterruptedException when this thread is interrupted
   */
  public boolean join(Duration timeout) throws InterruptedException {
    try {
      return dispatcher.join(AsyncResult.nanos(timeout));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Stops now: workers are killed, pending results end with CancellationException. May be called
   * twice. Python: {@code terminate()}.
   */
  public void terminate() {
    try {
      dispatcher.terminate();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * The process ids of the workers, in order of their start.
   *
   * @return a snapshot
   */
  public List<Long> workerPids() {
    try {
      return dispatcher.pids();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public String toString() {
    return "ProcessPool[processes=" + processes + "]";
  }

  private static List<List<@Nullable Object>> items(
      Iterable<? extends @Nullable Object> arguments) {
    List<List<@Nullable Object>> items = new ArrayList<>();
    for (Object argument : arguments) {
      items.add(Arrays.<@Nullable Object>asList(argument));
    }
    return items;
  }

  private <R extends @Nullable Object> AsyncResult<R> one(
      Serializable task, Class<?> type, List<? extends @Nullable Object> arguments) {
    dispatcher.requireOpen();
    return submit(
        new Submission<R, R>(
            Submission.encodeFunction(task, type),
            loader(task),
            List.of(arguments),
            1,
            values -> values.get(0)));
  }

  private <R extends @Nullable Object> AsyncResult<List<R>> many(
      Serializable task, List<List<@Nullable Object>> items, int chunkSize) {
    dispatcher.requireOpen();
    return submit(
        new Submission<R, List<R>>(
            Submission.encodeFunction(task, SerializableFunction.class),
            loader(task),
            items,
            chunkSize,
            values -> values));
  }

  private <R extends @Nullable Object> AsyncResult<R> submit(Submission<?, R> submission) {
    Dispatcher door = dispatcher;
    submission.result.cancelWith(
        running -> {
          boolean cancelled = false;
          for (Submission<?, R>.Part part : submission.parts) {
            cancelled |= door.cancel(part, running);
          }
          return cancelled;
        });
    try {
      door.submit(submission.parts);
    } finally {
      // Were this pool collected in mid-call, its Cleaner would close the door.
      Reference.reachabilityFence(this);
    }
    return submission.result;
  }

  private static ClassLoader loader(Serializable task) {
    ClassLoader own = Objects.requireNonNull(task, "task").getClass().getClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("must be at least 1: " + name + "=" + value);
    }
  }
}
