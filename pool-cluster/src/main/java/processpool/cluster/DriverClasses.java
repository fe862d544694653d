package processpool.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import processpool.wire.MessageReader;

/**
 * The classes of a driver, as a session's workers ask for them: what one has asked for, the others
 * find here, those of the driver's other pools too.
 */
final class DriverClasses {
  /** Of one of the driver's loaders, which it numbers. */
  record Name(int loader, String path) {}

  private final Link driver;

  /** What its sessions here have had from it. */
  private final Map<Name, byte[]> known;

  private final Map<Integer, Loader> loaders = new HashMap<>();
  private final Map<Name, CompletableFuture<Optional<byte[]>>> found = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Optional<byte[]>>> asked = new ConcurrentHashMap<>();
  private int lastRequest;
  private volatile boolean over;

  DriverClasses(Link driver, Map<Name, byte[]> known) {
    this.driver = driver;
    this.known = known;
  }

  /** The stand-in for one of the driver's class loaders. */
  synchronized ClassLoader loader(int number) {
    return loaders.computeIfAbsent(number, n -> new Loader(this, n));
  }

  /** Null when there is no such thing, or nobody to ask. */
  private byte @Nullable [] get(int loader, String path) {
    Name name = new Name(loader, path);
    byte[] here = known.get(name);
    if (here != null) {
      return here;
    }
    CompletableFuture<Optional<byte[]>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<byte[]>> others = found.putIfAbsent(name, mine);
    if (others != null) {
      return others.join().orElse(null);
    }
    int request;
    synchronized (this) {
      request = ++lastRequest;
    }
    asked.put(request, mine);
    driver.send(
        Link.message(ToDriver.CLASS_REQUEST)
            .putInt(request)
            .putInt(loader)
            .putByte(0)
            .putString(path));
    if (over) {
      mine.complete(Optional.empty());
    }
    byte[] bytes = mine.join().orElse(null);
    if (bytes != null) {
      known.put(name, bytes);
    }
    return bytes;
  }

  /** A CLASS message behind its kind. */
  void answered(MessageReader answer) throws IOException {
    answer.getByte(); // that it is one
    CompletableFuture<Optional<byte[]>> waiting = asked.remove(answer.getInt());
    byte[] bytes = answer.getInt() == 0 ? null : answer.getBytes();
    if (waiting != null) {
      waiting.complete(Optional.ofNullable(bytes));
    }
  }

  /** The driver is gone: nobody waits any more. */
  void end() {
    over = true;
    asked.values().forEach(waiting -> waiting.complete(Optional.empty()));
  }

  private static final class Loader extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private final DriverClasses all;
    private final int number;

    Loader(DriverClasses all, int number) {
      super(ClassLoader.getSystemClassLoader());
      this.all = all;
      this.number = number;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] code = all.get(number, name.replace('.', '/') + ".class");
      if (code == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, code, 0, code.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      InputStream own = super.getResourceAsStream(name);
      if (own != null) {
        return own;
      }
      byte[] bytes = all.get(number, name);
      return bytes == null ? null : new ByteArrayInputStream(bytes);
    }
  }
}
