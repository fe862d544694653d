package processpool.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.wire.FunctionCode;
import processpool.wire.InputFilter;
import processpool.wire.MessageWriter;

/**
 * What all workers of one pool have in common, wherever they are.
 *
 * @param processes how many workers there are to be, all together
 * @param maxTasksPerChild after so many chunks a worker is replaced; 0 for never
 * @param jvmOptions options for their JVMs, after the pool's own
 * @param initializer runs once in each before its first task; null for none
 * @param arguments what the initializer captured and its arguments, encoded
 * @param filter what is asked about what this process reads from them; null for nothing
 * @param events is told of each worker's life; if anybody looks on, of each call that begins
 */
public record WorkerSettings(
    int processes,
    int maxTasksPerChild,
    List<String> jvmOptions,
    @Nullable FunctionCode initializer,
    MessageWriter arguments,
    @Nullable InputFilter filter,
    Events events) {}
