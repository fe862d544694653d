package processpool.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's counterpart of one class loader of the parent: what this JVM's own class path lacks is
 * fetched from there. Resources too, so that a pool inside a task can pass classes on.
 */
final class FetchingLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final ParentClasses parent;
  private final int number;

  /** As a plain ClassLoader, so that a worker that needs none does not load this class either. */
  static ClassLoader of(ParentClasses parent, int number) {
    return new FetchingLoader(parent, number);
  }

  private FetchingLoader(ParentClasses parent, int number) {
    super("parent-" + number, ClassLoader.getSystemClassLoader());
    this.parent = parent;
    this.number = number;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[][] found = parent.fetch(number, name.replace('.', '/').concat(".class"), false);
    if (found.length == 0) {
      throw new ClassNotFoundException(
          name
              + ": neither on the worker's class path nor to be had from the parent's class loader;"
              + " put its jar on the program's class path");
    }
    return defineClass(name, found[0], 0, found[0].length);
  }

  /** Also where a jar of the class path is there no more, and what was not yet read from it. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    InputStream found = super.getResourceAsStream(name);
    if (found == null) {
      byte[][] fetched = parent.fetch(number, name, false);
      found = fetched.length == 0 ? null : new ByteArrayInputStream(fetched[0]);
    }
    return found;
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[][] found = parent.fetch(number, name, false);
    return found.length == 0 ? null : url(name, 0, found[0]);
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    byte[][] found = parent.fetch(number, name, true);
    List<URL> urls = new ArrayList<>(found.length);
    for (int i = 0; i < found.length; i++) {
      urls.add(url(name, i, found[i]));
    }
    return Collections.enumeration(urls);
  }

  private URL url(String name, int index, byte[] bytes) {
    try {
      return new URL("parent", getName(), index, "/" + name, new Fetched(bytes));
    } catch (IOException impossible) { // a URL with its own handler is never refused
      throw new IllegalStateException(impossible);
    }
  }

  /** Opens a URL to what was fetched already. */
  private static final class Fetched extends URLStreamHandler {
    private final byte[] bytes;

    Fetched(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(bytes);
        }

        @Override
        public long getContentLengthLong() {
          return bytes.length;
        }
      };
    }
  }
}
