package processpool.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import processpool.events.Events;
import processpool.local.LocalWorkers;
import processpool.schedule.WorkerSettings;
import processpool.schedule.WorkerSettings.Prepared;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** A pool's settings on their way to a node. */
final class SessionSettings {
  /** Finds the classes of a function that a driver has taken apart. */
  interface Functions {
    /** The same function, for workers of this machine. */
    FunctionCode relayed(byte[] function) throws IOException;
  }

  private SessionSettings() {}

  static MessageWriter put(WorkerSettings settings) {
    MessageWriter to = Link.message(ToNode.OPEN);
    to.putString(settings.events().pool()).putLong(settings.maxMemoryPerChild());
    List<String> options = new ArrayList<>(LocalWorkers.inherited());
    options.addAll(settings.jvm().options());
    to.putInt(options.size());
    options.forEach(to::putString);
    to.putInt(settings.jvm().environment().size());
    settings.jvm().environment().forEach((name, value) -> to.putString(name).putString(value));
    put(to, settings.jvm().directory());
    put(to, settings.jvm().home());
    put(to, settings.initializer());
    put(to, settings.workerExit());
    return to;
  }

  private static void put(MessageWriter to, @Nullable Path path) {
    to.putString(path == null ? "" : path.toString());
  }

  private static void put(MessageWriter to, @Nullable Prepared prepared) {
    to.putByte(prepared == null ? 0 : 1);
    if (prepared != null) {
      prepared.code().putTo(to);
      to.putBytes(bytes(prepared.arguments()));
    }
  }

  /** In one run, whatever is attached: two of them are in one message. */
  private static byte[] bytes(MessageWriter arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new processpool.wire.FrameWriter(out).send(arguments);
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
    return out.toByteArray();
  }

  private static MessageWriter arguments(byte[] bytes) throws IOException {
    MessageReader all =
        new processpool.wire.FrameReader(
                new ByteArrayInputStream(bytes), (stray, offset, length) -> {})
            .next();
    MessageWriter arguments = new MessageWriter();
    return all == null ? arguments : arguments.putRest(all);
  }

  /**
   * Reads them.
   *
   * @param from an OPEN message behind its kind
   * @param workers how many the node has
   */
  static WorkerSettings get(MessageReader from, int workers, Functions functions)
      throws IOException {
    String pool = from.getString();
    long maxMemoryPerChild = from.getLong();
    List<String> options = new ArrayList<>();
    for (int left = from.getInt(); left > 0; left--) {
      options.add(from.getString());
    }
    Map<String, String> environment = new LinkedHashMap<>();
    for (int left = from.getInt(); left > 0; left--) {
      environment.put(from.getString(), from.getString());
    }
    Path directory = path(from);
    Path home = path(from);
    Prepared initializer = prepared(from, functions);
    Prepared workerExit = prepared(from, functions);
    return new WorkerSettings(
        workers,
        0, // the driver counts
        maxMemoryPerChild,
        new WorkerSettings.Jvm(options, environment, directory, home),
        initializer,
        workerExit,
        null, // results are read by the driver
        new Events(pool, List.of()));
  }

  private static @Nullable Path path(MessageReader from) throws IOException {
    String text = from.getString();
    return text.isEmpty() ? null : Path.of(text);
  }

  private static @Nullable Prepared prepared(MessageReader from, Functions functions)
      throws IOException {
    if (from.getByte() == 0) {
      return null;
    }
    FunctionCode code = functions.relayed(from.getBytes());
    return new Prepared(code, arguments(from.getBytes()));
  }
}
