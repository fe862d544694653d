package processpool.wire;

import java.io.IOException;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds which field leads to an object that cannot be serialized. Serialization itself names only
 * the object's class; a learner looks for the field. Used once something has failed already.
 */
public final class UnserializablePath {
  private static final int MAX_DEPTH = 20;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private UnserializablePath() {}

  /**
   * Looks for the first such field.
   *
   * @param root what was to be serialized
   * @return such as {@code "Order.lock"}; null when the root itself is the culprit, or when the
   *     field cannot be seen from here, as in the JDK's own classes
   */
  public static @Nullable String find(Object root) {
    return new UnserializablePath().search(root, MAX_DEPTH);
  }

  private @Nullable String search(Object object, int depth) {
    if (depth == 0 || !seen.add(object)) {
      return null;
    }
    if (object instanceof Serializable function && ReadableNames.isLambda(object.getClass())) {
      return searchLambda(function, depth);
    }
    if (object instanceof Object[] array) {
      for (Object element : array) {
        String found = element instanceof Serializable ? search(element, depth - 1) : null;
        if (found != null) {
          return found;
        }
      }
      return null;
    }
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      ObjectStreamClass description = ObjectStreamClass.lookup(type);
      if (description == null) {
        return null;
      }
      for (ObjectStreamField part : description.getFields()) {
        Object value = part.isPrimitive() ? null : read(type, part.getName(), object);
        if (value != null) {
          String found =
              value instanceof Serializable || StandIn.of(value) != value
                  ? search(value, depth - 1)
                  : type.getSimpleName() + "." + part.getName();
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  private @Nullable String searchLambda(Serializable function, int depth) {
    SerializedLambda lambda;
    try {
      lambda = FunctionCode.lambdaOf(function);
    } catch (IOException | RuntimeException | Error refuses) {
      return null;
    }
    for (int i = 0; lambda != null && i < lambda.getCapturedArgCount(); i++) {
      Object captured = lambda.getCapturedArg(i);
      if (captured != null) {
        String found =
            captured instanceof Serializable
                ? search(captured, depth - 1)
                : "captured variable " + (i + 1) + " of " + ReadableNames.of(function.getClass());
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static @Nullable Object read(Class<?> type, String name, Object object) {
    try {
      Field field = type.getDeclaredField(name);
      return field.trySetAccessible() ? field.get(object) : null;
    } catch (ReflectiveOperationException notAPlainField) {
      return null;
    }
  }
}
