package processpool.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A function as bytes. A serializable lambda or method reference knows which method implements it;
 * that method's name and the captured values are all that travels, and the worker calls the method
 * directly, without the class that deserializing a lambda would spin (about 50 ms at the first).
 * Other function objects go through Java serialization.
 */
public final class FunctionCode {
  private static final int DIRECT = 1;
  private static final int OBJECT = 2;

  /** A lambda that captures nothing is always the same one: encoded once for its class. */
  private static final ClassValue<Slot> CAPTURELESS =
      new ClassValue<>() {
        @Override
        protected Slot computeValue(Class<?> type) {
          return new Slot();
        }
      };

  private static final class Slot {
    volatile @Nullable FunctionCode code;
  }

  private final byte[] bytes;
  private final boolean reusable;
  private final String owner;
  private final String method;

  private FunctionCode(MessageWriter code, boolean reusable, String owner, String method) {
    this.bytes = code.toByteArray();
    this.reusable = reusable;
    this.owner = owner;
    this.method = method;
  }

  /**
   * Encodes a function.
   *
   * @param function the function
   * @param type the functional interface it is called through
   * @param method that interface's method
   * @return its bytes; the same object again for a lambda that captures nothing
   * @throws IOException when what it captures cannot be serialized
   */
  public static FunctionCode of(Serializable function, Class<?> type, Method method)
      throws IOException {
    Class<?> functionClass = function.getClass();
    Slot slot = CAPTURELESS.get(functionClass);
    FunctionCode known = slot.code;
    if (known != null) {
      return known;
    }
    SerializedLambda lambda = functionClass.isSynthetic() ? lambdaOf(function) : null;
    MessageWriter code = new MessageWriter();
    boolean returns = method.getReturnType() != void.class;
    if (lambda == null || !reachable(functionClass)) {
      code.putByte(OBJECT).putString(type.getName()).putString(method.getName());
      code.putByte(returns ? 1 : 0);
      code.putBytes(Codec.serialize(function));
      return new FunctionCode(code, false, functionClass.getName(), method.getName());
    }
    code.putByte(DIRECT)
        .putByte(lambda.getImplMethodKind())
        .putString(lambda.getImplClass())
        .putString(lambda.getImplMethodName())
        .putString(lambda.getImplMethodSignature())
        .putByte(returns ? 1 : 0);
    int captured = lambda.getCapturedArgCount();
    code.putInt(captured);
    for (int i = 0; i < captured; i++) {
      Codec.encode(lambda.getCapturedArg(i), code);
    }
    FunctionCode encoded =
        new FunctionCode(code, captured == 0, lambda.getImplClass(), lambda.getImplMethodName());
    if (captured == 0) {
      slot.code = encoded;
    }
    return encoded;
  }

  /**
   * Whether a worker may keep it and be told its number next time.
   *
   * @return true when nothing is captured
   */
  public boolean reusable() {
    return reusable;
  }

  /**
   * What it calls, for people to read.
   *
   * @return {@code Class::method}, or {@code Class::lambda}
   */
  public String name() {
    String simple = owner.substring(Math.max(owner.lastIndexOf('/'), owner.lastIndexOf('.')) + 1);
    boolean lambda = method.startsWith("lambda$");
    return simple.replace('$', '.') + "::" + (lambda ? "lambda" : method);
  }

  /**
   * Appends the function.
   *
   * @param message where it goes
   */
  public void putTo(MessageWriter message) {
    message.putBytes(bytes);
  }

  private static boolean reachable(Class<?> function) {
    return function.getModule().isOpen(function.getPackageName(), FunctionCode.class.getModule());
  }

  /** Serialization asks a lambda for its description; this listens in and writes nothing else. */
  private static @Nullable SerializedLambda lambdaOf(Serializable function) throws IOException {
    class Listener extends ObjectOutputStream {
      @Nullable SerializedLambda lambda;

      Listener(OutputStream out) throws IOException {
        super(out);
        enableReplaceObject(true);
      }

      @Override
      protected @Nullable Object replaceObject(Object object) {
        if (object instanceof SerializedLambda description) {
          lambda = description;
        }
        return null;
      }
    }
    try (Listener listener = new Listener(new ByteArrayOutputStream())) {
      listener.writeObject(function);
      return listener.lambda;
    }
  }

  /**
   * Rebuilds a function.
   *
   * @param from stands at what {@link #putTo} wrote
   * @param arity how many arguments it takes
   * @param loader finds its classes
   * @return a handle that takes an {@code Object[]} of the arguments and returns an Object
   * @throws IOException when the bytes are damaged or a captured object refuses to be read
   * @throws ReflectiveOperationException when the class or method is missing on this side
   */
  public static MethodHandle decode(MessageReader from, int arity, ClassLoader loader)
      throws IOException, ReflectiveOperationException {
    byte[] bytes = from.getBytes();
    MessageReader code = new MessageReader(bytes, bytes.length);
    int form = code.getByte();
    MethodHandle handle;
    boolean returns;
    if (form == DIRECT) {
      int kind = code.getByte();
      Class<?> owner = Class.forName(code.getString().replace('/', '.'), false, loader);
      String name = code.getString();
      MethodType type = MethodType.fromMethodDescriptorString(code.getString(), loader);
      returns = code.getByte() == 1;
      handle = find(kind, owner, name, type);
      int captured = code.getCount(1);
      for (int i = 0; i < captured; i++) {
        handle = MethodHandles.insertArguments(handle, 0, Codec.decode(code, loader));
      }
    } else if (form == OBJECT) {
      Class<?> type = Class.forName(code.getString(), false, loader);
      String name = code.getString();
      returns = code.getByte() == 1;
      byte[] object = code.getBytes();
      handle = null;
      for (Method method : type.getMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == arity) {
          handle = MethodHandles.publicLookup().unreflect(method);
        }
      }
      if (handle == null) {
        throw new NoSuchMethodException(type.getName() + "." + name);
      }
      handle = handle.bindTo(Codec.deserialize(object, loader));
    } else {
      throw new StreamCorruptedException("damaged function: form=" + form);
    }
    if (!returns) {
      handle = handle.asType(handle.type().changeReturnType(void.class));
    }
    return handle.asType(MethodType.genericMethodType(arity)).asSpreader(Object[].class, arity);
  }

  private static MethodHandle find(int kind, Class<?> owner, String name, MethodType type)
      throws ReflectiveOperationException {
    Lookup lookup;
    try {
      lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
    } catch (IllegalAccessException closed) {
      lookup = MethodHandles.publicLookup(); // the JDK's own classes: Math::sqrt, String::length
    }
    return switch (kind) {
      case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(owner, name, type);
      case MethodHandleInfo.REF_newInvokeSpecial ->
          lookup.findConstructor(owner, type.changeReturnType(void.class));
      case MethodHandleInfo.REF_invokeSpecial -> lookup.findSpecial(owner, name, type, owner);
      default -> lookup.findVirtual(owner, name, type);
    };
  }
}
