package processpool.wire;

import java.io.Externalizable;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a class are taken apart and made again: as Java serialization does it, from
 * the fields, and through the canonical constructor. By reflection, which costs nothing to begin
 * with, unlike method handles.
 */
final class RecordShape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  final Class<?> type;

  private final int version;

  private final Field[] fields;
  private final @Nullable Constructor<?> constructor;

  private RecordShape(Class<?> type) {
    this.type = type;
    Field[] found = {};
    Constructor<?> canonical = null;
    int hash = 1;
    try {
      if (travelsAsItIs(type)) {
        RecordComponent[] components = type.getRecordComponents();
        found = new Field[components.length];
        Class<?>[] types = new Class<?>[components.length];
        boolean open = true;
        for (int i = 0; i < components.length; i++) {
          found[i] = type.getDeclaredField(components[i].getName());
          types[i] = components[i].getType();
          open &= found[i].trySetAccessible();
          hash = 31 * (31 * hash + found[i].getName().hashCode()) + types[i].getName().hashCode();
        }
        Constructor<?> made = type.getDeclaredConstructor(types);
        canonical = made.trySetAccessible() && open ? made : null;
      }
    } catch (ReflectiveOperationException | LinkageError | RuntimeException closed) {
      canonical = null; // Java serialization says what there is to say
    }
    fields = found;
    constructor = canonical;
    version = hash;
  }

  private static boolean travelsAsItIs(Class<?> type) {
    return type.isRecord()
        && Serializable.class.isAssignableFrom(type)
        && !Externalizable.class.isAssignableFrom(type)
        && !has(type, "writeReplace")
        && !has(type, "readResolve");
  }

  private static boolean has(Class<?> type, String method) {
    try {
      return type.getDeclaredMethod(method) != null;
    } catch (NoSuchMethodException none) {
      return false;
    }
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  /** Whether its records need no Java serialization. */
  boolean isQuick() {
    return constructor != null;
  }

  /** Tells another version of the class: over the names and types of the components. */
  int version() {
    return version;
  }

  int components() {
    return fields.length;
  }

  @Nullable Object component(int index, Object record) {
    try {
      return fields[index].get(record);
    } catch (IllegalAccessException wasMadeAccessible) {
      throw new IllegalStateException(wasMadeAccessible);
    }
  }

  /** Makes one: runs the class's constructor. */
  Object make(@Nullable Object[] components) throws ObjectStreamException {
    if (constructor == null) {
      throw new InvalidClassException(
          type.getName(),
          "not a serializable record, or in a package that its module does not open to the pool");
    }
    try {
      return constructor.newInstance(components);
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getTargetException();
      if (cause instanceof Error error) {
        throw error;
      }
      throw invalid(String.valueOf(cause.getMessage()), cause);
    } catch (ReflectiveOperationException | IllegalArgumentException doesNotFit) {
      throw invalid(type.getName() + ": " + doesNotFit.getMessage(), doesNotFit);
    }
  }

  private static InvalidObjectException invalid(String message, Throwable cause) {
    InvalidObjectException invalid = new InvalidObjectException(message);
    invalid.initCause(cause);
    return invalid;
  }
}
