package processpool.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.schedule.Helpers;
import processpool.wire.Loaders;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.ToWorker;

/**
 * Answers one worker that lacks classes. On a thread of its own: a class loader is somebody's code,
 * and may wait for a lock while the worker's results wait to be read. One request after the other,
 * so that of what is large one at a time is held, and so that requests without end cost neither
 * threads nor memory.
 */
public final class ClassServer {
  private static final String CLASS = ".class";

  /** As many threads of a worker may wait for an answer. */
  private static final int MOST = 10_000;

  /** A class file has no longer names. */
  private static final int LONGEST_NAME = 65_535;

  private static final long MOST_CHARS = 4_000_000;

  private record Request(int number, int loader, boolean all, String name) {}

  private final Consumer<MessageWriter> link;
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private long chars;
  private boolean answering;
  private boolean over;

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
    synchronized (this) {
      if (over) {
        return;
      }
      chars += request.name.length();
      if (waiting.size() == MOST || request.name.length() > LONGEST_NAME || chars > MOST_CHARS) {
        throw ReplyHandler.outOfTurn("that it lacks more classes than can be");
      }
      waiting.add(request);
      if (answering) {
        return;
      }
      answering = true;
    }
    Helpers.run("classes", this::answerAll);
  }

  /** The worker has ended: nobody waits any more. */
  synchronized void end() {
    over = true;
    waiting.clear();
  }

  private void answerAll() {
    for (Request next = next(); next != null; next = next()) {
      link.accept(answer(next));
    }
  }

  private synchronized @Nullable Request next() {
    Request next = waiting.poll();
    if (next == null) {
      answering = false;
    } else {
      chars -= next.name.length();
    }
    return next;
  }

  private static MessageWriter answer(Request request) {
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
