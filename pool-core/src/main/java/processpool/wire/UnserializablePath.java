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

  private static final String ENCLOSING = "this$";
  private static final String VARIABLE = "val$";

  /**
   * Where it is.
   *
   * @param text for people, such as {@code in field Order.lock}
   * @param inner the inner class that has brought it along, as its enclosing instance or in it;
   *     null when none has
   * @param isEnclosing whether it is the enclosing instance itself
   */
  public record Found(String text, @Nullable Class<?> inner, boolean isEnclosing) {
    /**
     * What to do about the inner class.
     *
     * @return the advice; empty when it is none's fault
     */
    public String advice() {
      if (inner == null) {
        return "";
      }
      String change =
          inner.isMemberClass()
              ? "make that class static"
              : "write a static nested class in its place";
      return change + ": an inner class takes its enclosing instance along";
    }

    private Found within(Class<?> type) {
      return inner != null
          ? this
          : new Found(text + ", part of the enclosing instance of " + name(type), type, false);
    }
  }

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private UnserializablePath() {}

  /**
   * Looks for the first such field.
   *
   * @param root what was to be serialized
   * @return where; null when the root itself is the culprit, or when the field cannot be seen from
   *     here, as in the JDK's own classes
   */
  public static @Nullable Found find(Object root) {
    return new UnserializablePath().search(root, MAX_DEPTH);
  }

  /**
   * Whether objects of a class have an enclosing instance, which they take along.
   *
   * @param type any class
   * @return whether
   */
  public static boolean isInner(Class<?> type) {
    try {
      for (Field field : type.getDeclaredFields()) {
        if (field.isSynthetic() && field.getName().startsWith(ENCLOSING)) {
          return true;
        }
      }
    } catch (LinkageError refusesToBeLookedAt) {
      return false;
    }
    return false;
  }

  /** As the source has it. */
  private static String name(Class<?> type) {
    String around = String.valueOf(type.getName()).substring(type.getPackageName().length());
    String full = around.substring(around.startsWith(".") ? 1 : 0);
    if (type.isAnonymousClass()) {
      return "an anonymous class in " + full.replaceFirst("\\$\\d+$", "").replace('$', '.');
    } else if (type.isLocalClass()) {
      String outer = full.replaceFirst("\\$\\d+[^$]*$", "").replace('$', '.');
      return "the local class " + type.getSimpleName() + " in " + outer;
    }
    return "the inner class " + full.replace('$', '.');
  }

  private static Found at(Class<?> type, String field) {
    if (field.startsWith(ENCLOSING)) {
      return new Found("the enclosing instance of " + name(type), type, true);
    } else if (field.startsWith(VARIABLE)) {
      String variable = field.substring(VARIABLE.length());
      return new Found("the captured variable " + variable + " of " + name(type), null, false);
    }
    return new Found("in field " + type.getSimpleName() + "." + field, null, false);
  }

  private @Nullable Found search(Object object, int depth) {
    if (depth == 0 || !seen.add(object)) {
      return null;
    }
    if (object instanceof Serializable function && ReadableNames.isLambda(object.getClass())) {
      return searchLambda(function, depth);
    }
    if (object instanceof Object[] array) {
      for (Object element : array) {
        Found found = element instanceof Serializable ? search(element, depth - 1) : null;
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
          Found found =
              value instanceof Serializable || StandIn.of(value) != value
                  ? search(value, depth - 1)
                  : at(type, part.getName());
          if (found != null) {
            return part.getName().startsWith(ENCLOSING) ? found.within(type) : found;
          }
        }
      }
    }
    return null;
  }

  private @Nullable Found searchLambda(Serializable function, int depth) {
    SerializedLambda lambda;
    try {
      lambda = FunctionCode.lambdaOf(function);
    } catch (IOException | RuntimeException | Error refuses) {
      return null;
    }
    for (int i = 0; lambda != null && i < lambda.getCapturedArgCount(); i++) {
      Object captured = lambda.getCapturedArg(i);
      if (captured != null) {
        Found found =
            captured instanceof Serializable
                ? search(captured, depth - 1)
                : new Found(
                    "captured variable " + (i + 1) + " of " + ReadableNames.of(function.getClass()),
                    null,
                    false);
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
