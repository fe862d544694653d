package processpool.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.wire.Loaders;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.ToWorker;

/**
 * Answers one worker that lacks classes, {@link InTurn}: a class loader is somebody's code, and may
 * wait for a lock while the worker's results wait to be read.
 */
public final class ClassServer {
  private static final String CLASS = ".class";

  /** A class file has no longer names. */
  private static final int LONGEST_NAME = 65_535;

  private static final long MOST_CHARS = 4_000_000;

  private record Request(int number, int loader, boolean all, String name) {}

  private final Consumer<MessageWriter> link;
  private final InTurn<Request> requests = new InTurn<>("classes", this::answer);

  /** In the names of those that have not been answered. */
  private final AtomicLong chars = new AtomicLong();

  /**
   * For one worker.
   *
   * @param link takes the answers, each a {@link ToWorker#CLASS}
   */
  public ClassServer(Consumer<MessageWriter> link) {
    this.link = link;
  }

  /**
   * Sees that a request is answered, whatever comes of it.
   *
   * @param message a {@link processpool.wire.ToParent#CLASS_REQUEST} behind its kind
   * @throws IOException when the request is damaged, or one too many
   */
  public void answer(MessageReader message) throws IOException {
    Request request =
        new Request(
            message.getInt(), message.getInt(), message.getByte() == 1, message.getString());
    int length = request.name.length();
    if (length > LONGEST_NAME || chars.addAndGet(length) > MOST_CHARS || !requests.add(request)) {
      throw ReplyHandler.outOfTurn("that it lacks more classes than can be");
    }
  }

  /** The worker has ended: nobody waits any more. */
  public void end() {
    requests.end();
  }

  private void answer(Request request) {
    link.accept(found(request));
    chars.addAndGet(-request.name.length());
  }

  private static MessageWriter found(Request request) {
    MessageWriter answer = new MessageWriter(ToWorker.CLASS).putInt(request.number);
    try {
      ClassLoader loader = Loaders.get(request.loader);
      List<byte[]> found =
          loader == null
              ? List.of()
              : request.all ? findAll(loader, request.name) : findFirst(loader, request.name);
      answer.putInt(found.size());
      found.forEach(answer::putBytes);
      return answer;
    } catch (Throwable broken) { // whatever it is, the worker must hear something
      Log.debug("a class loader failed: name=" + request.name, broken);
      return new MessageWriter(ToWorker.CLASS).putInt(request.number).putInt(0);
    }
  }

  private static List<byte[]> findFirst(ClassLoader loader, String name) throws IOException {
    byte[] found = read(loader, name);
    if (found == null && name.endsWith(CLASS)) {
      String className = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
      try { // java Demo.java compiles its other files when they are first used
        Class.forName(className, false, loader);
        found = read(loader, name);
      } catch (ClassNotFoundException | LinkageError unknownHereToo) {
        return List.of();
      }
    }
    return found == null ? List.of() : List.of(found);
  }

  private static byte @Nullable [] read(ClassLoader loader, String name) throws IOException {
    try (InputStream in = loader.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  /** Without those of the class path, which the worker sees for itself. */
  private static List<byte[]> findAll(ClassLoader loader, String name) throws IOException {
    Set<String> seenThere = new HashSet<>();
    for (URL url : Collections.list(ClassLoader.getSystemResources(name))) {
      seenThere.add(url.toString());
    }
    List<byte[]> found = new ArrayList<>();
    for (URL url : Collections.list(loader.getResources(name))) {
      if (!seenThere.contains(url.toString())) {
        try (InputStream in = url.openStream()) {
          found.add(in.readAllBytes());
        } catch (IOException e) {
          throw new UncheckedIOException(
              "cannot read a file that a worker asked for: url="
                  + url
                  + "; leave the program's jars where they are while it runs",
              e);
        }
      }
    }
    return found;
  }
}
