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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.schedule.Helpers;
import processpool.wire.Loaders;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;
import processpool.wire.ToWorker;

/**
 * Answers workers that lack a class. On threads of its own: a class loader is somebody's code, and
 * may wait for a lock while a worker's results wait to be read.
 */
public final class ClassServer {
  private static final String CLASS = ".class";

  private ClassServer() {}

  /**
   * Answers one request, always.
   *
   * @param request a {@link processpool.wire.ToParent#CLASS_REQUEST} behind its kind
   * @param link takes the answer, a {@link ToWorker#CLASS}
   * @throws IOException when the request is damaged
   */
  public static void answer(MessageReader request, Consumer<MessageWriter> link)
      throws IOException {
    int number = request.getInt();
    ClassLoader loader = Loaders.get(request.getInt());
    boolean all = request.getByte() == 1;
    String name = request.getString();
    Helpers.run(
        "classes",
        () -> {
          List<byte[]> found = List.of();
          try {
            if (loader != null) {
              found = all ? findAll(loader, name) : findFirst(loader, name);
            }
          } catch (Throwable broken) { // whatever it is, the worker must hear something
            Log.debug("a class loader failed: name=" + name, broken);
          }
          MessageWriter answer = new MessageWriter(ToWorker.CLASS).putInt(number);
          answer.putInt(found.size());
          found.forEach(answer::putBytes);
          link.accept(answer);
        });
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
          throw new UncheckedIOException("reading " + url, e);
        }
      }
    }
    return found;
  }
}
