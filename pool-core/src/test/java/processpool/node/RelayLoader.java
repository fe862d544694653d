package processpool.node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * A node's stand-in for one of the driver's class loaders: what workers ask of it, it asks there.
 */
final class RelayLoader extends ClassLoader {
  /** Those of one driver, by the number that each has there, and what has been asked. */
  static final class All {
    private final Link driver;
    private final Map<Integer, RelayLoader> loaders = new HashMap<>();
    private final Map<Integer, CompletableFuture<byte[]>> asked = new ConcurrentHashMap<>();
    private int lastRequest;

    All(Link driver) {
      this.driver = driver;
    }

    synchronized RelayLoader of(int number) {
      return loaders.computeIfAbsent(number, n -> new RelayLoader(this, n));
    }

    /** Null when there is no such thing. */
    byte[] ask(int loader, String name) throws IOException {
      CompletableFuture<byte[]> answer = new CompletableFuture<>();
      int request;
      synchronized (this) {
        request = ++lastRequest;
      }
      asked.put(request, answer);
      MessageWriter question = Link.message(ToDriver.CLASS_REQUEST).putInt(request).putInt(loader);
      driver.send(question.putByte(0).putString(name));
      return answer.join();
    }

    void answered(MessageReader answer) throws IOException {
      answer.getByte(); // that it is one
      CompletableFuture<byte[]> waiting = asked.remove(answer.getInt());
      waiting.complete(answer.getInt() == 0 ? null : answer.getBytes());
    }
  }

  static {
    registerAsParallelCapable();
  }

  private final All all;
  private final int number;

  private RelayLoader(All all, int number) {
    super(ClassLoader.getSystemClassLoader());
    this.all = all;
    this.number = number;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      byte[] code = all.ask(number, name.replace('.', '/') + ".class");
      if (code != null) {
        return defineClass(name, code, 0, code.length);
      }
    } catch (IOException driverIsGone) {
      throw new ClassNotFoundException(name, driverIsGone);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    InputStream own = super.getResourceAsStream(name);
    if (own != null) {
      return own;
    }
    try {
      byte[] found = all.ask(number, name);
      return found == null ? null : new ByteArrayInputStream(found);
    } catch (IOException driverIsGone) {
      return null;
    }
  }
}
