package processpool;

import java.io.ObjectInputFilter;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.events.Log;
import processpool.local.LocalWorkers;
import processpool.schedule.Chunk;
import processpool.schedule.Deadline;
import processpool.schedule.Engine;
import processpool.schedule.Figures;
import processpool.schedule.Limits;
import processpool.schedule.Runner;
import processpool.schedule.Scheduler;
import processpool.schedule.WorkerId;
import processpool.schedule.WorkerSettings;
import processpool.schedule.WorkerSettings.Jvm;
import processpool.schedule.WorkerSettings.Prepared;
import processpool.task.Iteration;
import processpool.task.MapTask;
import processpool.task.Progress;
import processpool.task.Promise;
import processpool.task.Sharing;
import processpool.task.SingleTask;
import processpool.task.TaskFunction;
import processpool.task.WatchedIteration;
import processpool.wire.FunctionCode;
import processpool.wire.InputFilter;
import processpool.wire.KeepingWriter;
import processpool.wire.SharedValues;

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
 * <p>The workers are daemons of this program: when its JVM ends, usually because {@code main} has
 * returned, they end, with whatever they run. Tasks, arguments and results travel as copies and
 * must be serializable. Not {@code AutoCloseable} on purpose: {@link #close()} does not wait. Safe
 * for any number of threads.
 *
 * @since 0.1
 */
public final class ProcessPool {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Pools that were given no name, so far. */
  private static final AtomicInteger UNNAMED = new AtomicInteger();

  /** So many chunks may be on their way for an iterator, or its results not taken, at least. */
  private static final int LEAST_WINDOW = 8;

  /** A join that waits for so long says what for. */
  private static final long LONG_JOIN = TimeUnit.SECONDS.toNanos(10);

  private final Scheduler scheduler;
  private final String name;
  private final Limits limits;
  private final @Nullable CallbackExecutor callbacks;
  private final Failures failures;
  private final Events events;

  /** Hears how far what is submitted through this view is; null when nobody does. */
  private final @Nullable Progress progress;

  /** What this is a view of, which it keeps from being let go; null when it is no view. */
  private final @Nullable ProcessPool pool;

  /** Empty until something is shared; views have their pool's. */
  private final AtomicReference<@Nullable SharedValues> shared;

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
    this.name = builder.name.isEmpty() ? "pool-" + UNNAMED.incrementAndGet() : builder.name;
    int processes = builder.workers();
    this.limits = new Limits(Deadline.nanos(builder.taskTimeout), builder.retries, builder.filter);
    Executor executor = builder.callbackExecutor;
    this.callbacks = executor == null ? null : new CallbackExecutor(executor, name);
    this.failures = new Failures(name);
    this.events = new Events(name, ListenerAdapter.of(builder.listeners));
    this.progress = null;
    this.pool = null;
    this.shared = new AtomicReference<>();
    Engine engine = builder.engine;
    WorkerSettings settings = builder.settings(processes, events);
    Runner.Factory workers = engine == null ? new LocalWorkers(settings) : engine.open(settings);
    Scheduler started =
        new Scheduler(
            processes,
            workers.chunksPerRunner(builder.maxTasksPerChild),
            workers,
            events,
            new ParentStreams());
    this.scheduler = started;
    if (builder.jmx) {
      JmxBean.register(name, started);
    }
    ListenerAdapter.tellOf(this, events.observers());
    started.start();
    var unused = CLEANER.register(this, started::close); // must not lead back to this pool
  }

  /** A view: all is the other's but what its submissions are allowed, and who hears of them. */
  private ProcessPool(ProcessPool other, Limits limits, @Nullable Progress progress) {
    this.scheduler = other.scheduler;
    this.name = other.name;
    this.limits = limits;
    this.callbacks = other.callbacks;
    this.failures = other.failures;
    this.events = other.events;
    this.shared = other.shared;
    this.progress = progress;
    this.pool = other.pool == null ? other : other.pool;
  }

  /**
   * Options for a pool.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder(null);
  }

  /** Collects a pool's options. Not thread-safe. */
  public static final class Builder {
    /** Where the workers are; null for this machine. */
    private final @Nullable Engine engine;

    /** Empty unless set. */
    private String name = "";

    /** 0 unless set. */
    private int processes;

    private boolean jmx;
    private int maxTasksPerChild;
    private Duration taskTimeout = Duration.ZERO;
    private int retries;
    private @Nullable InputFilter filter;
    private List<String> jvmOptions = List.of();
    private final List<PoolListener> listeners = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private @Nullable Path directory;
    private @Nullable Path javaHome;
    private long maxMemoryPerChild;
    private @Nullable Prepared initializer;
    private @Nullable Prepared workerExit;
    private @Nullable Executor callbackExecutor;

    /** Used by {@link processpool.schedule.Engines} too, which finds it by what it takes. */
    private Builder(@Nullable Engine engine) {
      this.engine = engine;
      if (engine == null) {
        LocalWorkers.prepare();
      }
    }

    private int workers() {
      if (processes > 0) {
        return processes;
      }
      return engine == null ? Runtime.getRuntime().availableProcessors() : engine.processes();
    }

    private WorkerSettings settings(int workers, Events events) {
      return new WorkerSettings(
          workers,
          maxTasksPerChild,
          maxMemoryPerChild,
          new Jvm(jvmOptions, Map.copyOf(environment), directory, javaHome),
          initializer,
          workerExit,
          filter,
          events);
    }

    /**
     * What the pool is called in the names of its threads, in logs, events and {@link
     * ProcessPool#toString}. For people: two pools may have the same. Python's Pool has no
     * counterpart.
     *
     * @param text not blank; {@code pool-1}, {@code pool-2} and so on unless set
     * @return this
     * @throws IllegalArgumentException when blank
     * @since 0.2
     */
    public Builder name(String text) {
      if (Objects.requireNonNull(text, "name").isBlank()) {
        throw new IllegalArgumentException("must not be blank: name=" + text);
      }
      this.name = text;
      return this;
    }

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
      initializer = prepared(task, SerializableRunnable.class);
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
      initializer = prepared(task, SerializableConsumer.class, argument);
      return this;
    }

    /** Encoded at once: each worker, whenever it starts, gets the same. */
    private static Prepared prepared(Object task, Class<?> type, @Nullable Object... arguments) {
      FunctionCode.Parts parts = TaskFunction.takeApart(task, type);
      return new Prepared(parts.code(), TaskFunction.encode(task, parts, arguments));
    }

    /**
     * Runs in each worker before it leaves because the pool is closed, or because it has done its
     * share ({@link #maxTasksPerChild}, {@link #maxMemoryPerChild}): to close what the initializer
     * opened. It runs where tasks ran, and what it prints comes out. It does not run when a worker
     * is killed, by {@link #terminate}, a time limit or anybody else, nor when the program ends
     * without a {@link #join}.
     *
     * <p>A worker has thirty seconds to leave, this and the JVM's shutdown hooks included, and is
     * then killed. That, and an exception, is logged once for the pool and has no other effect.
     * Python's Pool has no counterpart; mpire has {@code worker_exit}.
     *
     * @param task what to run
     * @return this
     * @throws IllegalArgumentException when it captures what cannot be serialized
     * @since 0.2
     */
    public Builder onWorkerExit(SerializableRunnable task) {
      workerExit = prepared(task, SerializableRunnable.class);
      return this;
    }

    /**
     * Replaces a worker after so many tasks, which frees what tasks leak. A chunk of a map counts
     * as one task. Python: {@code maxtasksperchild}.
     *
     * @param count at least 1; for ever unless set
     * @return this
     * @throws IllegalArgumentException when below 1
     */
    public Builder maxTasksPerChild(int count) {
      requirePositive("maxTasksPerChild", count);
      this.maxTasksPerChild = count;
      return this;
    }

    /**
     * Replaces a worker that has more memory than that when a task ends: for tasks, or libraries
     * that they use, that leak. It is a retirement, not a death: no task is stopped or lost. As any
     * task may be a worker's last, none is handed ahead, which costs tiny tasks a wait for each
     * (chunks of a map less). Counted is what is resident: on Linux all of the process, elsewhere
     * what the JVM has taken for heap, classes and code. A JVM seldom gives heap back, so choose
     * more than {@code -Xmx} and some 100 MB.
     *
     * <p>Looked at when a task (or a chunk of a map) ends, but not within a millisecond of the last
     * look, in which a process gains a few MB at most. A look takes a few microseconds. Python's
     * Pool has no counterpart; Celery has {@code worker_max_memory_per_child}.
     *
     * @param bytes at least 1; for ever unless set
     * @return this
     * @throws IllegalArgumentException when below 1
     * @since 0.2
     */
    public Builder maxMemoryPerChild(long bytes) {
      requirePositive("maxMemoryPerChild", bytes);
      this.maxMemoryPerChild = bytes;
      return this;
    }

    /**
     * Limits how long one task may run: its worker is killed and replaced, and it fails with {@link
     * TaskTimeoutException}. Counts from the moment a worker takes it; in a map, for each call.
     * Python's Pool has no counterpart.
     *
     * @param limit more than zero; none unless set
     * @return this
     * @throws IllegalArgumentException when zero or negative
     */
    public Builder taskTimeout(Duration limit) {
      requirePositive("taskTimeout", limit);
      this.taskTimeout = limit;
      return this;
    }

    /**
     * Runs a task again whose worker died while it ran; only for tasks that may safely begin twice.
     * Tasks that throw, or run over their time, are not repeated. Python has no counterpart.
     *
     * @param count how often at most, 0 or more; 0 unless set
     * @return this
     * @throws IllegalArgumentException when negative
     */
    public Builder retries(int count) {
      requireNotNegative("retries", count);
      this.retries = count;
      return this;
    }

    /**
     * Options for the workers' JVMs, after the pool's own, so that they win.
     *
     * <p>Workers also have those options of this JVM that make code behave alike: {@code -D} as
     * given at its start (not what {@link System#setProperty} sets later), assertions, {@code
     * --add-opens} and all about modules, {@code --enable-preview}, {@code -Xss}. They do not have
     * its heap sizes, collector, agents, debugger, JMX ports, logs or dumps. Unless told otherwise
     * here, all heaps together get at most three quarters of the machine's memory, and each at most
     * a quarter.
     *
     * <p>On Linux nobody else sees them; elsewhere, as with any command line, other users of the
     * machine may: give a secret to the initializer instead.
     *
     * @param options such as {@code -Xmx256m}
     * @return this
     */
    public Builder jvmOptions(String... options) {
      List<String> all = new ArrayList<>();
      for (String option : Objects.requireNonNull(options, "options")) {
        all.add(Objects.requireNonNull(option, "option"));
      }
      jvmOptions = List.copyOf(all);
      return this;
    }

    /**
     * A variable of the workers' environment, beside those that this process has. May be called
     * again; of two with the same name the last wins. Nobody else on the machine sees it. Python
     * has no counterpart: there workers have {@code os.environ}; loky's executor has {@code env}.
     *
     * @param name the variable; not empty, without {@code =}
     * @param value any text, or none
     * @return this
     * @throws IllegalArgumentException when no environment could hold it
     * @since 0.2
     */
    public Builder environment(String name, String value) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "must not be empty, nor contain = or the character 0: environment name=" + name);
      }
      if (value.indexOf('\0') >= 0) { // which is not shown, as it may be a secret
        throw new IllegalArgumentException(
            "its value must not contain the character 0: environment name=" + name);
      }
      environment.put(name, value);
      return this;
    }

    /**
     * The directory that workers work in; relative paths of tasks begin there. The class path, and
     * files that options name to be read, as {@code -javaagent:lib/agent.jar}, are still looked for
     * where this process works; files that options name to be written are written where the workers
     * do. What {@code -D} properties mean that are not the JDK's own is left alone. Python's Pool
     * has no counterpart.
     *
     * @param path an existing folder; where this process works unless set. Whether it can be used
     *     {@link #build} says
     * @return this
     * @since 0.2
     */
    public Builder directory(Path path) {
      this.directory = Objects.requireNonNull(path, "path");
      return this;
    }

    /**
     * Another JDK for the workers, 17 or newer. Options of this JVM that a JDK of another release
     * may not know, {@code --enable-preview} among them, are not handed on to it. Classes that
     * tasks need must be compiled for it or an older one. Python: {@code set_executable}.
     *
     * @param path its folder, in which there is {@code bin/java}; this process's own unless set.
     *     Whether it can be used {@link #build} says
     * @return this
     * @since 0.2
     */
    public Builder javaHome(Path path) {
      this.javaHome = Objects.requireNonNull(path, "path");
      return this;
    }

    /**
     * Where callbacks of {@link AsyncResult#toCompletableFuture} run that were there before the
     * result. If it throws or refuses them, they run on the pool's own thread, and that is logged
     * once. One that drops them without a word keeps those futures from ending. Python runs
     * callbacks on a thread of the pool's.
     *
     * @param executor may be called on any thread, by several at a time; the pool's own unless set
     * @return this
     * @since 0.2
     */
    public Builder callbackExecutor(Executor executor) {
      this.callbackExecutor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Decides what this process reads from its workers: results and exceptions. Asked after the
     * JVM's own filter ({@code -Djdk.serialFilter}), which workers are started with too. Numbers,
     * strings, their arrays and lists of them need no filter and are not shown to it; maps, sets,
     * records and all other objects are, though few of them take Java serialization. A JVM's filter
     * that was not given as an option (but by {@code ObjectInputFilter.Config.setSerialFilter} or
     * in {@code java.security}) is asked about the program's own classes, and about all that Java
     * serialization wrote; not about the JDK's maps, sets and values. A result that is refused is
     * an {@link IllegalStateException} that names the class, for its own task only; an exception
     * that is refused arrives as {@link RemoteTaskException}. Python has no counterpart: what
     * pickle reads it runs.
     *
     * @param filter may be asked on any thread, by several at a time; once it has refused something
     *     it is asked again about less, to find out which limit it was
     * @return this
     */
    public Builder objectInputFilter(ObjectInputFilter filter) {
      this.filter = new InputFilter(Objects.requireNonNull(filter, "filter"));
      return this;
    }

    /**
     * Adds somebody who hears what happens in the pool. Python's Pool has no counterpart.
     *
     * @param listener is called on a thread of its own; may listen to several pools
     * @return this
     */
    public Builder listener(PoolListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Shows the pool's {@link #stats} by JMX too, as the MBean {@code
     * processpool:type=ProcessPool,name=…} (see {@link ProcessPoolMXBean}), from its start until it
     * has ended or was dropped. Of pools that have the same name at the same time, the second has
     * {@code ,number=2} behind it, and so on. Python's Pool has no counterpart.
     *
     * @return this
     * @throws UnsupportedOperationException when this Java has no module java.management
     * @since 0.2
     */
    public Builder jmx() {
      if (ModuleLayer.boot().findModule("java.management").isEmpty()) {
        throw new UnsupportedOperationException(
            "jmx() needs the module java.management, which this Java runtime lacks: leave jmx() out,"
                + " or add the module to the runtime image");
      }
      this.jmx = true;
      return this;
    }

    /**
     * Starts the pool; does not wait for its workers.
     *
     * @return the pool
     * @throws IllegalArgumentException when workers cannot work in the {@link #directory}, or not
     *     on the JDK at {@link #javaHome}
     */
    public ProcessPool build() {
      return new ProcessPool(this);
    }
  }

  /**
   * A view of this pool with another time limit: what is submitted through it, its executor and its
   * iterations too, may take so long. A view has the same workers, the same door and the same life:
   * {@link #close()}, {@link #terminate()} and {@link #join()} on one are the pool's, and a view
   * keeps the pool from being let go. It costs nothing to make. Views can be made of views: the
   * last setting of a kind wins, others are kept. Python's Pool has no counterpart.
   *
   * <pre>{@code
   * int answer = pool.withTimeout(Duration.ofSeconds(2)).apply(Example::square, 7);
   * }</pre>
   *
   * @param timeout as {@link Builder#taskTimeout}: more than zero
   * @return the view
   * @throws IllegalArgumentException when zero or negative
   * @since 0.2
   */
  public ProcessPool withTimeout(Duration timeout) {
    requirePositive("timeout", timeout);
    return new ProcessPool(this, limits.withTimeout(Deadline.nanos(timeout)), progress);
  }

  /**
   * A view of this pool, as {@link #withTimeout} says, with other retries: a task submitted through
   * it is run again so often when its worker died. Python's Pool has no counterpart.
   *
   * @param retries as {@link Builder#retries}: how often at most, 0 or more
   * @return the view
   * @throws IllegalArgumentException when negative
   * @since 0.2
   */
  public ProcessPool withRetries(int retries) {
    requireNotNegative("retries", retries);
    return new ProcessPool(this, limits.withRetries(retries), progress);
  }

  /**
   * A view of this pool, as {@link #withTimeout} says, with somebody who hears how far each
   * submission through it is. Python's Pool has no counterpart.
   *
   * @param listener is called on a thread of its own, as {@link ProgressListener} says; null is
   *     refused
   * @return the view
   * @since 0.2
   */
  public ProcessPool withProgress(ProgressListener listener) {
    Objects.requireNonNull(listener, "listener");
    String name = listener.getClass().getName();
    return new ProcessPool(this, limits, new Progress(new ProgressAdapter(listener), name));
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
    return submit(SingleTask.of(function(task, SerializableFunction.class), argument));
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
    return submit(SingleTask.of(function(task, SerializableBiFunction.class), first, second));
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
    return submit(SingleTask.of(function(task, SerializableCallable.class)));
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
    return submit(SingleTask.of(function(task, SerializableConsumer.class), argument));
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
    return submit(SingleTask.of(function(task, SerializableRunnable.class)));
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
    Collection<?> items = counted(arguments);
    return many(task, SerializableFunction.class, false, items, chunkSize(items));
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
    return many(task, SerializableFunction.class, false, arguments, chunkSize);
  }

  /**
   * Runs a task of two arguments for each pair and waits for all; about four chunks a worker.
   * Python: {@code starmap(f, pairs)}.
   *
   * @param <A> a first argument
   * @param <B> a second argument
   * @param <R> a result
   * @param task what to run
   * @param pairs the key is the first argument, the value the second; no pair is null
   * @return the results in the order of the pairs
   * @throws ExecutionException as {@link #map(SerializableFunction, Iterable)}
   * @throws InterruptedException when this thread is interrupted; the tasks go on
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> starmap(
          SerializableBiFunction<? super A, ? super B, ? extends R> task,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs)
          throws InterruptedException, ExecutionException {
    return this.<A, B, R>starmapAsync(task, pairs).get();
  }

  /**
   * Runs a task of two arguments for each pair and waits for all. Python: {@code starmap(f, pairs,
   * chunksize)}.
   *
   * @param <A> a first argument
   * @param <B> a second argument
   * @param <R> a result
   * @param task what to run
   * @param pairs the key is the first argument, the value the second; no pair is null
   * @param chunkSize how many calls a worker takes at a time, at least 1
   * @return the results in the order of the pairs
   * @throws ExecutionException as {@link #map(SerializableFunction, Iterable)}
   * @throws InterruptedException when this thread is interrupted; the tasks go on
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      List<R> starmap(
          SerializableBiFunction<? super A, ? super B, ? extends R> task,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
          int chunkSize)
          throws InterruptedException, ExecutionException {
    return this.<A, B, R>starmapAsync(task, pairs, chunkSize).get();
  }

  /**
   * As {@link #starmap(SerializableBiFunction, Iterable)}, without waiting. Python: {@code
   * starmap_async}.
   *
   * @param <A> a first argument
   * @param <B> a second argument
   * @param <R> a result
   * @param task what to run
   * @param pairs the key is the first argument, the value the second; all are read before this
   *     returns
   * @return the results in the order of the pairs, later
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<List<R>> starmapAsync(
          SerializableBiFunction<? super A, ? super B, ? extends R> task,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs) {
    Collection<?> items = counted(pairs);
    return many(task, SerializableBiFunction.class, true, items, chunkSize(items));
  }

  /**
   * As {@link #starmap(SerializableBiFunction, Iterable, int)}, without waiting. Python: {@code
   * starmap_async}.
   *
   * @param <A> a first argument
   * @param <B> a second argument
   * @param <R> a result
   * @param task what to run
   * @param pairs the key is the first argument, the value the second; all are read before this
   *     returns
   * @param chunkSize how many calls a worker takes at a time, at least 1
   * @return the results in the order of the pairs, later
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      AsyncResult<List<R>> starmapAsync(
          SerializableBiFunction<? super A, ? super B, ? extends R> task,
          Iterable<? extends Map.Entry<? extends A, ? extends B>> pairs,
          int chunkSize) {
    requirePositive("chunkSize", chunkSize);
    return many(task, SerializableBiFunction.class, true, pairs, chunkSize);
  }

  /**
   * Runs a task for each argument and hands out the results one after another, in the order of the
   * arguments. Reads the arguments only a little ahead of the results taken, so they may be
   * endless. Python: {@code imap(f, xs)}.
   *
   * @param <T> an argument
   * @param <R> a result
   * @param task what to run
   * @param arguments one a call; what it throws comes from the result iterator, in its place
   * @return the results
   * @throws IllegalStateException when the pool is closed; once begun, it goes on after close
   */
  public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
      SerializableFunction<? super T, ? extends R> task, Iterable<? extends T> arguments) {
    return iterate(task, arguments, 1, true);
  }

  /**
   * As {@link #imap(SerializableFunction, Iterable)}, several calls a time. Python: {@code imap(f,
   * xs, chunksize)}.
   *
   * @param <T> an argument
   * @param <R> a result
   * @param task what to run
   * @param arguments one a call; what it throws comes from the result iterator, in its place
   * @param chunkSize how many calls a worker takes at a time, at least 1
   * @return the results
   * @throws IllegalStateException when the pool is closed; once begun, it goes on after close
   * @throws IllegalArgumentException when chunkSize is below 1
   */
  public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imap(
      SerializableFunction<? super T, ? extends R> task,
      Iterable<? extends T> arguments,
      int chunkSize) {
    return iterate(task, arguments, chunkSize, true);
  }

  /**
   * Runs a task for each argument and hands out the results one after another, in the order in
   * which they finish. Reads the arguments only a little ahead of the results taken, so they may be
   * endless. Python: {@code imap_unordered(f, xs)}.
   *
   * @param <T> an argument
   * @param <R> a result
   * @param task what to run
   * @param arguments one a call; what it throws comes from the result iterator, in its place
   * @return the results
   * @throws IllegalStateException when the pool is closed; once begun, it goes on after close
   */
  public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      SerializableFunction<? super T, ? extends R> task, Iterable<? extends T> arguments) {
    return iterate(task, arguments, 1, false);
  }

  /**
   * As {@link #imapUnordered(SerializableFunction, Iterable)}, several calls a time. Python: {@code
   * imap_unordered(f, xs, chunksize)}.
   *
   * @param <T> an argument
   * @param <R> a result
   * @param task what to run
   * @param arguments one a call; what it throws comes from the result iterator, in its place
   * @param chunkSize how many calls a worker takes at a time, at least 1
   * @return the results
   * @throws IllegalStateException when the pool is closed; once begun, it goes on after close
   * @throws IllegalArgumentException when chunkSize is below 1
   */
  public <T extends @Nullable Object, R extends @Nullable Object> ResultIterator<R> imapUnordered(
      SerializableFunction<? super T, ? extends R> task,
      Iterable<? extends T> arguments,
      int chunkSize) {
    return iterate(task, arguments, chunkSize, false);
  }

  /**
   * Shares a value with tasks, which capture the handle: {@code x -> model.get().score(x)}. It is
   * turned into bytes here, once, and sent to each worker at most once, when a task there first
   * asks for it. Python: mpire's {@code shared_objects}, {@code ray.put}; Pool sends it with each
   * task, or as an argument of the initializer.
   *
   * @param <T> what is shared
   * @param value not to be changed by tasks; changed here afterwards, it stays as it was for them
   * @return stands for it, until it is closed
   * @throws IllegalStateException when the pool is closed
   * @throws IllegalArgumentException when something of it cannot be serialized
   * @since 0.2
   */
  @SuppressWarnings("unchecked") // a buffer is shared as one
  public <T> Shared<T> share(T value) {
    if (value instanceof ByteBuffer bytes) {
      return (Shared<T>) share(bytes);
    }
    try {
      scheduler.requireOpen();
      KeepingWriter written = Sharing.encode(Objects.requireNonNull(value, "value"));
      return new Shared<>(sharedValues().add(written), value, CLEANER);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Shares a copy of a buffer's bytes, from its position to its limit. Where there is shared memory
   * (Linux), all workers together have one copy, in memory that they can only read: in {@code
   * /dev/shm}, or, if that has no room, in a file of the folder for temporary ones that has no
   * name. Elsewhere each worker is sent its own. Python: {@code multiprocessing.shared_memory},
   * joblib's {@code memmap}.
   *
   * @param bytes not moved; may be changed afterwards
   * @return stands for them, until it is closed; what {@link Shared#get} returns is read-only
   * @throws IllegalStateException when the pool is closed, or there is no room for the copy
   * @since 0.2
   */
  public Shared<ByteBuffer> share(ByteBuffer bytes) {
    try {
      Objects.requireNonNull(bytes, "bytes");
      scheduler.requireOpen();
      return new Shared<>(sharedValues().add(bytes), null, CLEANER);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private SharedValues sharedValues() {
    SharedValues known = shared.get();
    if (known != null) {
      return known;
    }
    SharedValues made = new SharedValues(e -> Log.debug("could not close shared memory", e));
    if (shared.compareAndSet(null, made)) {
      scheduler.atLast(made::end); // must not lead back to this pool
      return made;
    }
    made.end();
    return sharedValues();
  }

  /**
   * Takes no new tasks; does not wait for those it has. May be called twice. Python: {@code
   * close()}.
   */
  public void close() {
    try {
      scheduler.close();
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
      var unused = joinWithin(Deadline.in(Long.MAX_VALUE));
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
      return joinWithin(Deadline.in(timeout));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private boolean joinWithin(Deadline deadline) throws InterruptedException {
    if (!scheduler.isClosed()) {
      throw new IllegalStateException(
          "pool is still open: call close() or terminate() before join()");
    }
    if (scheduler.awaitGone(Deadline.in(Math.min(LONG_JOIN, deadline.left())))) {
      return true;
    }
    if (scheduler.isHeld()) {
      Log.warning(
          "join() waits for an iteration (imap, imapUnordered) whose arguments have not all been"
              + " read: if they are endless, or nobody wants the rest, call close() on it: pool="
              + name,
          null);
    }
    return scheduler.awaitGone(deadline);
  }

  /**
   * This pool as an ExecutorService, with Java's own {@code close()}: for try-with-resources, and
   * for code that takes an ExecutorService, if its tasks are serializable. Python's counterpart is
   * ProcessPoolExecutor.
   *
   * @return a view: what one closes is closed for the other too
   */
  public PoolExecutor asExecutorService() {
    return new PoolExecutor(this, scheduler);
  }

  /** For the executor: as runAsync, but the result is what the caller already has. */
  <R extends @Nullable Object> AsyncResult<R> submitRunnable(Runnable task, R result) {
    return submit(SingleTask.returning(function(task, Runnable.class), result));
  }

  /** For the executor: ends the pool, and says what no worker had been handed. */
  List<Chunk> terminateNow() {
    try {
      return scheduler.terminate();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** For the executor: a callable of whatever type, if it can travel. */
  <R extends @Nullable Object> AsyncResult<R> submitAs(Object task, Class<?> type) {
    return submit(SingleTask.of(function(task, type)));
  }

  /**
   * Stops now: workers are killed, pending results end with CancellationException. May be called
   * twice. Python: {@code terminate()}.
   */
  public void terminate() {
    var unused = terminateNow();
  }

  /**
   * The process ids of the workers, in order of their start.
   *
   * @return a snapshot
   */
  public List<Long> workerPids() {
    try {
      return scheduler.workerIds().stream().map(WorkerId::pid).toList();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * What the pool has done so far, and what its workers do at this moment. Cheap: it may be asked
   * each second, or more often. Python's Pool has no counterpart.
   *
   * @return a snapshot, also of a pool that is closed
   * @since 0.2
   */
  public PoolStats stats() {
    try {
      return new PoolStats(name, scheduler.figures());
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Changes how many workers there are, without waiting. More are started at once. Of fewer, idle
   * ones leave first, busy ones when their task (of a map: their chunk) has ended; what was handed
   * to those ahead is run by others. Who starts from now on gets the heap of a worker among so
   * many; those that are there keep theirs. Python's Pool has no counterpart.
   *
   * @param processes how many from now on, at least 1
   * @throws IllegalArgumentException when below 1
   * @throws IllegalStateException when the pool is closed
   * @since 0.2
   */
  public void resize(int processes) {
    requirePositive("processes", processes);
    try {
      scheduler.resize(processes);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * From now on the listener hears what happens in this pool, as if the builder had been given it,
   * but for tasks that have been handed in already. A view adds it to its pool. Added twice it
   * still hears once.
   *
   * @param listener is called on a thread of its own; may listen to several pools
   * @since 0.2
   */
  public void addListener(PoolListener listener) {
    ListenerAdapter.add(Objects.requireNonNull(listener, "listener"), this, events);
  }

  /**
   * The listener hears of this pool no more, but for what has happened already. Does nothing when
   * it did not listen.
   *
   * @param listener that was added, or that the builder was given
   * @since 0.2
   */
  public void removeListener(PoolListener listener) {
    ListenerAdapter.remove(Objects.requireNonNull(listener, "listener"), events);
  }

  @Override
  public String toString() {
    Figures figures = scheduler.figures();
    return "ProcessPool[name="
        + name
        + ", processes="
        + figures.processes()
        + ", state="
        + scheduler.state()
        + ", waiting="
        + figures.waiting()
        + ", running="
        + figures.running()
        + "]";
  }

  private TaskFunction function(Object task, Class<?> type) {
    scheduler.requireOpen();
    return TaskFunction.of(task, type, scheduler, limits, failures, events);
  }

  private <R extends @Nullable Object> AsyncResult<R> submit(SingleTask task) {
    try {
      return new AsyncResult<>(watched(task.submit(), 1), 1, callbacks);
    } finally {
      // Were this pool collected in mid-call, its Cleaner would close the door.
      Reference.reachabilityFence(this);
    }
  }

  private Promise watched(Promise promise, int size) {
    return progress == null ? promise : progress.watch(promise, size, scheduler);
  }

  private <R extends @Nullable Object> AsyncResult<List<R>> many(
      Object task, Class<?> type, boolean pairs, Iterable<?> arguments, int chunkSize) {
    try {
      TaskFunction function = function(task, type);
      Collection<?> items = counted(arguments);
      MapTask map = new MapTask(function, items, pairs, chunkSize);
      return new AsyncResult<>(watched(map.submit(), map.size()), map.size(), callbacks);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private <R extends @Nullable Object> ResultIterator<R> iterate(
      SerializableFunction<?, ?> task, Iterable<?> arguments, int chunkSize, boolean ordered) {
    requirePositive("chunkSize", chunkSize);
    long total = progress == null ? -1 : sizeOf(arguments);
    Iteration iteration =
        new Iteration(
            function(task, SerializableFunction.class),
            Objects.requireNonNull(arguments, "arguments"),
            chunkSize,
            Math.max(LEAST_WINDOW, 4 * scheduler.processes()),
            ordered);
    WatchedIteration watched = progress == null ? null : progress.watch(iteration, total);
    ResultIterator<R> results = new ResultIterator<>(this, iteration, watched, CLEANER);
    iteration.begin();
    if (watched != null) {
      watched.begin();
    }
    return results;
  }

  /** Python's rule: four chunks a worker even out tasks of different length. */
  private int chunkSize(Collection<?> items) {
    int chunks = 4 * scheduler.processes();
    return Math.max(1, (items.size() + chunks - 1) / chunks);
  }

  private static Collection<?> counted(Iterable<?> arguments) {
    if (arguments instanceof Collection<?> collection) {
      return collection;
    }
    List<@Nullable Object> items = new ArrayList<>();
    Objects.requireNonNull(arguments, "arguments").forEach(items::add);
    return items;
  }

  private static long sizeOf(Iterable<?> arguments) {
    return arguments instanceof Collection<?> collection ? collection.size() : -1;
  }

  private static void requireNotNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("must not be negative: " + name + "=" + value);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (Objects.requireNonNull(value, name).isZero() || value.isNegative()) {
      throw new IllegalArgumentException("must be more than zero: " + name + "=" + value);
    }
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("must be at least 1: " + name + "=" + value);
    }
  }
}
