package processpool.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The method behind a function, to be called with what was captured and the arguments. */
public final class Target {
  private final Executable method;
  private final Class<?>[] types;
  private final boolean onObject;
  private final boolean returns;

  /**
   * Gets ready to call a method or constructor.
   *
   * @param method which; need not be public where its module is open
   * @param returns whether the caller wants what it returns
   */
  Target(Executable method, boolean returns) {
    this.method = method;
    this.types = method.getParameterTypes();
    this.onObject = method instanceof Method && !Modifier.isStatic(method.getModifiers());
    this.returns = returns;
    boolean unused = method.trySetAccessible(); // else it is public, as in the JDK's own classes
  }

  /**
   * How many values a call takes, an object to call it on included.
   *
   * @return the number
   */
  public int parameters() {
    return types.length + (onObject ? 1 : 0);
  }

  /**
   * Calls it.
   *
   * @param values so many as {@link #parameters()}
   * @return what it returned, or null
   * @throws Throwable what it threw
   */
  public @Nullable Object call(@Nullable Object[] values) throws Throwable {
    Object on = null;
    @Nullable Object[] arguments = values;
    if (onObject) {
      on = values[0];
      if (on == null) {
        throw nullReceiver();
      }
      arguments = Arrays.copyOfRange(values, 1, values.length);
    }
    refuseNullForPrimitives(arguments);
    try {
      Object result =
          method instanceof Constructor<?> constructor
              ? constructor.newInstance(arguments)
              : ((Method) method).invoke(on, arguments);
      return returns ? result : null;
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }

  private NullPointerException nullReceiver() {
    return new NullPointerException(
        "null argument where the task calls a method of it: method="
            + method.getDeclaringClass().getSimpleName()
            + "."
            + method.getName()
            + "; pass an object, or a lambda that checks for null");
  }

  /** As the lambda itself would have, when it unboxed them. */
  private void refuseNullForPrimitives(@Nullable Object[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] == null && types[i].isPrimitive()) {
        throw new NullPointerException(
            "null argument where the task takes a primitive: type="
                + types[i]
                + "; pass a value, or let the task take the boxed type");
      }
    }
  }
}
