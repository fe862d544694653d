package processpool.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization, for what the {@link Codec} has no short form for. A class of its own, so that
 * a worker that never needs it does not load it.
 */
final class Serialization {
  /** An array holds no more. */
  static final int MAX = Integer.MAX_VALUE - 64;

  private static final String TOO_DEEP =
      "objects nested deeper than this thread's stack can follow, as in a long linked structure:"
          + " put them into a list or an array; a larger stack (-Xss) may help, too";

  private Serialization() {}

  static byte[] serialize(@Nullable Object value) throws IOException {
    return serialize(value, new MessageWriter());
  }

  /**
   * Its bytes, which may name what whoever has them is to keep. NotSerializableException names the
   * class of what has none.
   */
  static byte[] serialize(@Nullable Object value, MessageWriter keeper) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new StandIns(bytes, keeper)) {
      out.writeObject(value);
    } catch (StackOverflowError tooDeep) {
      throw new IOException(TOO_DEEP);
    } catch (OutOfMemoryError full) {
      if (TooLarge.isMeantBy(full)) {
        throw TooLarge.forAMessage(1L << 31);
      }
      throw full;
    }
    return bytes.toByteArray();
  }

  static @Nullable Object deserialize(byte[] bytes, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    StreamLimits limits = new StreamLimits(bytes.length);
    InputFilter.Loader filtered = loader instanceof InputFilter.Loader found ? found : null;
    InputFilter.Chain asked = null;
    try (ObjectInputStream in =
        new LoaderInputStream(new ByteArrayInputStream(bytes), InputFilter.classes(loader))) {
      asked =
          new InputFilter.Chain(
              in.getObjectInputFilter(), // the JVM's own, which setting one would replace
              filtered == null ? null : filtered.asked,
              limits);
      in.setObjectInputFilter(asked);
      return in.readObject();
    } catch (InvalidClassException e) {
      InvalidClassException refused = asked == null ? null : asked.refused();
      if (refused == null) {
        throw limits.isTooDeep() ? new IOException(TOO_DEEP) : e;
      }
      refused.initCause(e);
      throw refused;
    } catch (StackOverflowError tooDeep) {
      throw new IOException(TOO_DEEP);
    }
  }

  /** Puts something in the place of what would say less on the other side. */
  private static final class StandIns extends ObjectOutputStream {
    private final MessageWriter keeper;

    StandIns(OutputStream to, MessageWriter keeper) throws IOException {
      super(to);
      this.keeper = keeper;
      enableReplaceObject(true);
    }

    @Override
    protected void annotateClass(Class<?> type) {
      LostFields.check(type);
    }

    @Override
    protected Object replaceObject(Object object) {
      if (Codec.isHandle(object)) {
        keeper.keep(object);
      }
      return object.getClass() == NullPointerException.class
          ? withItsWords((NullPointerException) object)
          : StandIn.of(object);
    }

    /** The JVM makes such a message up when asked, from what does not travel. */
    private static NullPointerException withItsWords(NullPointerException made) {
      String message = made.getMessage();
      if (message == null) {
        return made;
      }
      NullPointerException same = new NullPointerException(message);
      same.setStackTrace(made.getStackTrace());
      if (made.getCause() != null) {
        same.initCause(made.getCause());
      }
      for (Throwable suppressed : made.getSuppressed()) {
        same.addSuppressed(suppressed);
      }
      return same;
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
      if (description.getName().equals(StandIn.class.getName())) {
        return StandIn.class; // the task's loader may not see the pool's own
      } else if (description.getName().equals(StandIn.Kind.class.getName())) {
        return StandIn.Kind.class;
      }
      try {
        Class<?> type = Class.forName(description.getName(), false, loader);
        LostFields.check(type);
        return type;
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
