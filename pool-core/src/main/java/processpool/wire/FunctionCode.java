package processpool.wire;

import java.io.IOException;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which method a function calls, as bytes: the part of it that is the same each time, so a worker
 * is told once. What a function captures is not in here; it travels in front of the arguments, as
 * if it were some of them.
 *
 * <p>A serializable lambda or method reference knows which method implements it; that method's name
 * is all that travels, and the worker calls the method directly, without the class that
 * deserializing a lambda would spin (about 50 ms at the first). Any other function object is itself
 * what its interface's method is called on: it counts as captured.
 */
public final class FunctionCode {
  /**
   * A function, taken apart.
   *
   * @param code which method it calls
   * @param captured what it passes before its arguments
   */
  @SuppressWarnings("ArrayRecordComponent") // made for each call, and never compared
  public record Parts(FunctionCode code, @Nullable Object[] captured) {}

  private static final @Nullable Object[] NOTHING = {};

  /** What is known of a function's class. */
  private static final ClassValue<Slot> SLOTS =
      new ClassValue<>() {
        @Override
        protected Slot computeValue(Class<?> type) {
          return new Slot();
        }
      };

  /**
   * A class's code.
   *
   * @param type what its functions are called through; a class may have several such interfaces
   * @param direct whether that is calling the lambda's own method
   * @param captureless a lambda that captures nothing, which is always the same one
   */
  private record Known(
      FunctionCode code, Class<?> type, boolean direct, @Nullable Parts captureless) {}

  /** A class's functions may be called through several interfaces: as a rule through one. */
  private static final class Slot {
    private volatile Known[] all = {};

    @Nullable Known known(Class<?> type) {
      for (Known known : all) {
        if (known.type == type) {
          return known;
        }
      }
      return null;
    }

    synchronized void keep(Known newer) {
      List<Known> kept = new ArrayList<>(List.of(all));
      kept.removeIf(known -> known.type == newer.type);
      kept.add(newer);
      all = kept.toArray(new Known[0]);
    }
  }

  private final int loader;
  private final byte[] bytes;
  private final int hash;
  private final String method;
  private final String name;

  private FunctionCode(int loader, MessageWriter code, String method, String name) {
    this.loader = loader;
    this.method = method;
    this.name = name;
    this.bytes = code.toByteArray();
    this.hash = Arrays.hashCode(bytes);
  }

  /**
   * What the pool of another JVM took apart, for workers of this one.
   *
   * @param function what {@link #putTo} appended there, taken out with {@link
   *     MessageReader#getBytes()}
   * @param via finds its classes here
   * @return the same function
   * @throws IOException when the bytes are damaged
   */
  public static FunctionCode relayed(byte[] function, ClassLoader via) throws IOException {
    MessageReader code = new MessageReader(function, function.length);
    code.getInt(); // the loader's number there
    int loader = Loaders.numberOf(via);
    MessageWriter same = new MessageWriter().putInt(loader).putByte(code.getByte());
    String owner = code.getString();
    String method = code.getString();
    same.putString(owner).putString(method).putString(code.getString()).putByte(code.getByte());
    return new FunctionCode(loader, same, method, FunctionName.of(owner, method));
  }

  /** Two are the same that a worker would keep the same for. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof FunctionCode that
            && hash == that.hash
            && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /**
   * Takes a function apart.
   *
   * @param function the function
   * @param type the functional interface it is called through
   * @return its parts; of functions of one class, always the same code
   * @throws IOException when it refuses to be serialized
   */
  public static Parts of(Serializable function, Class<?> type) throws IOException {
    Class<?> functionClass = function.getClass();
    Slot slot = SLOTS.get(functionClass);
    Known known = slot.known(type);
    if (known != null && known.captureless != null) {
      return known.captureless;
    }
    SerializedLambda lambda =
        functionClass.isSynthetic() && (known == null || known.direct) ? lambdaOf(function) : null;
    if (known == null) {
      if (lambda != null && !canBeCalledDirectly(functionClass, lambda, method(type))) {
        lambda = null;
      }
      int loader = Loaders.numberFor(functionClass);
      known =
          new Known(
              lambda == null
                  ? interfaceMethod(type, loader, FunctionName.of(function, method(type)))
                  : method(lambda, method(type), loader),
              type,
              lambda != null,
              null);
      slot.keep(known);
    }
    FunctionCode code = known.code;
    if (lambda == null) {
      return new Parts(code, new @Nullable Object[] {function});
    }
    @Nullable Object[] captured = NOTHING;
    int count = lambda.getCapturedArgCount();
    if (count > 0) {
      captured = new @Nullable Object[count];
      for (int i = 0; i < count; i++) {
        captured[i] = lambda.getCapturedArg(i);
      }
    }
    Parts parts = new Parts(code, captured);
    if (count == 0) {
      slot.keep(new Known(code, type, true, parts));
    }
    return parts;
  }

  private static FunctionCode method(SerializedLambda lambda, Method method, int loader) {
    return new FunctionCode(
        loader,
        new MessageWriter()
            .putInt(loader)
            .putByte(lambda.getImplMethodKind())
            .putString(lambda.getImplClass())
            .putString(lambda.getImplMethodName())
            .putString(lambda.getImplMethodSignature())
            .putByte(method.getReturnType() == void.class ? 0 : 1),
        lambda.getImplMethodName(),
        FunctionName.of(lambda.getImplClass(), lambda.getImplMethodName()));
  }

  private static FunctionCode interfaceMethod(Class<?> type, int loader, String name) {
    Method method = method(type);
    MethodType signature =
        MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    return new FunctionCode(
        loader,
        new MessageWriter()
            .putInt(loader)
            .putByte(MethodHandleInfo.REF_invokeInterface)
            .putString(type.getName())
            .putString(method.getName())
            .putString(signature.toMethodDescriptorString())
            .putByte(method.getReturnType() == void.class ? 0 : 1),
        method.getName(),
        name);
  }

  private static Method method(Class<?> functionalInterface) {
    for (Method method : functionalInterface.getMethods()) {
      if (Modifier.isAbstract(method.getModifiers())) {
        return method;
      }
    }
    throw new IllegalArgumentException("no method to call: type=" + functionalInterface.getName());
  }

  /**
   * What it calls, for people to read.
   *
   * @return {@code Class::method}, or {@code Class::lambda}
   */
  public String name() {
    return name;
  }

  /**
   * Whether a captured value is the object that a lambda is written in.
   *
   * @param index which of those that it captures
   * @return whether
   */
  public boolean capturesThis(int index) {
    return index == 0 && isOnObject() && method.startsWith("lambda$");
  }

  /**
   * What a captured value is to who wrote the function, for people to read: compilers keep no names
   * of variables.
   *
   * @param index which of those that it captures
   * @return such as {@code captured variable 1}
   */
  public String captured(int index) {
    if (index == 0 && isOnObject()) {
      return method.startsWith("lambda$")
          ? "this"
          : "the object that the method reference is called on";
    }
    return "captured variable " + (isOnObject() ? index : index + 1);
  }

  private boolean isOnObject() {
    int kind = bytes[Integer.BYTES]; // behind the loader's number
    return kind == MethodHandleInfo.REF_invokeVirtual
        || kind == MethodHandleInfo.REF_invokeSpecial
        || kind == MethodHandleInfo.REF_invokeInterface;
  }

  /**
   * Appends the code.
   *
   * @param message where it goes
   */
  public void putTo(MessageWriter message) {
    message.putBytes(bytes);
  }

  /**
   * Which of the parent's class loaders a function came from, readable even when the function is
   * not.
   *
   * @param function what {@link #putTo} appended, taken out with {@link MessageReader#getBytes()}
   * @return its number in {@link Loaders}
   * @throws IOException when the bytes are damaged
   */
  public static int loader(byte[] function) throws IOException {
    return new MessageReader(function, function.length).getInt();
  }

  /**
   * The class loader it came from, on the side that took it apart.
   *
   * @return the loader; the system's when it is no longer in use
   */
  public ClassLoader loader() {
    ClassLoader found = Loaders.get(loader);
    return found == null ? ClassLoader.getSystemClassLoader() : found;
  }

  /**
   * Whether calling the function is calling the lambda's own method: not if its interface has put
   * something around it, or if the method's class is closed to us.
   */
  private static boolean canBeCalledDirectly(
      Class<?> function, SerializedLambda lambda, Method called) {
    Module us = FunctionCode.class.getModule();
    if (!function.getModule().isOpen(function.getPackageName(), us)) {
      return false;
    }
    String signature = lambda.getFunctionalInterfaceMethodSignature();
    ClassLoader loader = function.getClassLoader();
    try {
      Class<?> owner = Class.forName(lambda.getImplClass().replace('/', '.'), false, loader);
      return lambda.getFunctionalInterfaceMethodName().equals(called.getName())
          && MethodType.fromMethodDescriptorString(signature, loader).parameterCount()
              == called.getParameterCount()
          && (owner.getModule().isOpen(owner.getPackageName(), us)
              || owner.getModule().isExported(owner.getPackageName(), us));
    } catch (ReflectiveOperationException | TypeNotPresentException unknown) {
      return false;
    }
  }

  static @Nullable SerializedLambda lambdaOf(Serializable function) throws IOException {
    try {
      Method describe = function.getClass().getDeclaredMethod("writeReplace");
      if (describe.trySetAccessible()) {
        return describe.invoke(function) instanceof SerializedLambda lambda ? lambda : null;
      }
    } catch (ReflectiveOperationException notWrittenByTheCompiler) {
      return null;
    }
    return null;
  }

  /**
   * Finds the method.
   *
   * @param bytes what {@link #putTo} appended, taken out with {@link MessageReader#getBytes()}
   * @param loader finds its classes
   * @return what to call
   * @throws IOException when the bytes are damaged
   * @throws ReflectiveOperationException when the class or method is missing on this side
   */
  public static Target decode(byte[] bytes, ClassLoader loader)
      throws IOException, ReflectiveOperationException {
    MessageReader code = new MessageReader(bytes, bytes.length);
    code.getInt(); // the loader's number, which our caller has turned into the loader
    int kind = code.getByte();
    Class<?> owner = Class.forName(code.getString().replace('/', '.'), false, loader);
    String name = code.getString();
    MethodType type = MethodType.fromMethodDescriptorString(code.getString(), loader);
    boolean returns = code.getByte() == 1;
    return new Target(find(kind, owner, name, type.parameterArray()), returns);
  }

  private static Executable find(int kind, Class<?> owner, String name, Class<?>[] parameters)
      throws ReflectiveOperationException {
    if (kind == MethodHandleInfo.REF_newInvokeSpecial) {
      return owner.getDeclaredConstructor(parameters);
    }
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      try {
        return type.getDeclaredMethod(name, parameters);
      } catch (NoSuchMethodException inherited) {
        // Perhaps from the next class up, or from an interface.
      }
    }
    return owner.getMethod(name, parameters);
  }
}
