package processpool.wire;

import java.io.Externalizable;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says once of each class whose objects lose fields on their way: those of a superclass that is not
 * serializable, which Java serialization leaves out without a word (docs/decisions/0010).
 */
public final class LostFields {
  private static volatile @Nullable Consumer<String> teller;

  /** Computed once for each class, which is when it is told. */
  private static final ClassValue<Boolean> LOOKED_AT =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          lookAt(type);
          return true;
        }
      };

  private LostFields() {}

  /**
   * From now on somebody is told. In a worker nobody is: its parent sees the same objects.
   *
   * @param to takes a sentence
   */
  public static void tell(Consumer<String> to) {
    teller = to;
  }

  /** An object of this class is written or read. */
  static void check(Class<?> type) {
    if (teller != null) {
      var unused = LOOKED_AT.get(type);
    }
  }

  private static void lookAt(Class<?> type) {
    Consumer<String> to = teller;
    try {
      List<String> fields = of(type);
      if (to != null && !fields.isEmpty()) {
        to.accept(
            "objects of "
                + type.getName()
                + " travel without "
                + String.join(", ", fields)
                + ": the superclass is not serializable, so its constructor sets them anew on the"
                + " other side; "
                + advice(type));
      }
    } catch (RuntimeException | LinkageError cannotTell) {
      // A class that refuses to be looked at is nobody's problem but its own.
    }
  }

  /** Nobody can change a library's class, but what is sent in its place. */
  private static String advice(Class<?> type) {
    Class<?> lossy = type;
    while (Serializable.class.isAssignableFrom(lossy) && lossy.getSuperclass() != null) {
      lossy = lossy.getSuperclass();
    }
    return Objects.equals(source(type), source(lossy))
        ? "let it implement java.io.Serializable, or mark them transient if that is meant; or, if"
            + " the class is not yours, pass what they are made from"
        : "as its superclass is of another jar, pass what they are made from, or write these"
            + " fields in writeObject and readObject of "
            + type.getSimpleName();
  }

  private static @Nullable URL source(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? null : source.getLocation();
  }

  /** The fields that its objects lose, each with its class. */
  static List<String> of(Class<?> type) {
    List<String> fields = new ArrayList<>();
    if (!Serializable.class.isAssignableFrom(type)
        || Externalizable.class.isAssignableFrom(type)
        || type.isEnum()
        || type.isRecord()
        || type.isInterface()) {
      return fields;
    }
    for (Class<?> above = type; above != null && !ofTheJdk(above); above = above.getSuperclass()) {
      if (Serializable.class.isAssignableFrom(above)) {
        if (looksAfterItself(above)) {
          return List.of();
        }
      } else {
        for (Field field : above.getDeclaredFields()) {
          int modifiers = field.getModifiers();
          if (!Modifier.isStatic(modifiers)
              && !Modifier.isTransient(modifiers)
              && !field.isSynthetic()) {
            fields.add(above.getSimpleName() + "." + field.getName());
          }
        }
      }
    }
    return fields;
  }

  private static boolean looksAfterItself(Class<?> type) {
    return has(type, "writeObject", ObjectOutputStream.class) || has(type, "writeReplace");
  }

  private static boolean has(Class<?> type, String method, Class<?>... parameters) {
    try {
      return type.getDeclaredMethod(method, parameters) != null;
    } catch (NoSuchMethodException none) {
      return false;
    }
  }

  private static boolean ofTheJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }
}
