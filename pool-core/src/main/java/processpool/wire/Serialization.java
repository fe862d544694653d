package processpool.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.StreamCorruptedException;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization, for what the {@link Codec} has no short form for. A class of its own, so that
 * a worker that never needs it does not load it.
 */
final class Serialization {
  /** An array holds no more. */
  static final int MAX = Integer.MAX_VALUE - 64;

  private Serialization() {}

  /** Its bytes. NotSerializableException names the class of what has none. */
  static byte[] serialize(@Nullable Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (OutOfMemoryError e) { // a stream of more than an array can hold
      throw new IOException("too large to serialize: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  static @Nullable Object deserialize(byte[] bytes, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    InputFilter.Loader filtered = loader instanceof InputFilter.Loader found ? found : null;
    ClassLoader classes = filtered == null ? loader : filtered.getParent();
    InputFilter.Chain asked = null;
    try (ObjectInputStream in = new LoaderInputStream(new ByteArrayInputStream(bytes), classes)) {
      asked =
          new InputFilter.Chain(
              in.getObjectInputFilter(), // the JVM's own, which setting one would replace
              filtered == null ? null : filtered.asked,
              new StreamLimits(bytes.length));
      in.setObjectInputFilter(asked);
      return in.readObject();
    } catch (InvalidClassException e) {
      String refused = asked == null ? null : asked.refused();
      if (refused == null) {
        throw e;
      }
      InvalidClassException named =
          new InvalidClassException(
              refused,
              "refused by a filter (jdk.serialFilter, or the pool's objectInputFilter): allow the"
                  + " class there if it may be read");
      named.initCause(e);
      throw named;
    } catch (StackOverflowError tooDeep) {
      throw new StreamCorruptedException(
          "objects nested deeper than this thread's stack can follow: a larger -Xss may help");
    }
  }

  /** Looks classes up where the task's own class came from, not where the pool's did. */
  private static final class LoaderInputStream extends ObjectInputStream {
    private final ClassLoader loader;

    LoaderInputStream(InputStream in, ClassLoader loader) throws IOException {
      super(in);
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description); // primitives and the JDK's own
      } catch (LinkageError e) {
        throw new InvalidClassException(description.getName(), e.toString());
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaceNames)
        throws IOException, ClassNotFoundException {
      Class<?>[] interfaces = new Class<?>[interfaceNames.length];
      for (int i = 0; i < interfaces.length; i++) {
        interfaces[i] = Class.forName(interfaceNames[i], false, loader);
      }
      try {
        // Nothing is ever called on this one: it only shows which class the proxy's is.
        return Proxy.newProxyInstance(loader, interfaces, (proxy, method, arguments) -> null)
            .getClass();
      } catch (IllegalArgumentException notVisibleFromThere) {
        return super.resolveProxyClass(interfaceNames);
      }
    }
  }
}
