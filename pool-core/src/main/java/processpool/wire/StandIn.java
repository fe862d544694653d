package processpool.wire;

import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Travels in the place of a plain value of the JDK that is not serializable, wherever among other
 * objects it is, and becomes that value again when it is read.
 *
 * @param kind which class of value
 * @param value what it is made from
 */
record StandIn(Kind kind, @Nullable Object value) implements Serializable {
  enum Kind {
    PATH,
    OPTIONAL,
    OPTIONAL_INT,
    OPTIONAL_LONG,
    OPTIONAL_DOUBLE
  }

  /** The object itself where it needs none. */
  static Object of(Object object) {
    if (object instanceof Path path) {
      boolean usual = path.getFileSystem() == FileSystems.getDefault();
      return usual && !(object instanceof Serializable)
          ? new StandIn(Kind.PATH, path.toString())
          : path;
    } else if (object instanceof Optional<?> optional) {
      return new StandIn(Kind.OPTIONAL, optional.orElse(null));
    } else if (object instanceof OptionalInt optional) {
      return new StandIn(Kind.OPTIONAL_INT, optional.isPresent() ? optional.getAsInt() : null);
    } else if (object instanceof OptionalLong optional) {
      return new StandIn(Kind.OPTIONAL_LONG, optional.isPresent() ? optional.getAsLong() : null);
    } else if (object instanceof OptionalDouble optional) {
      return new StandIn(
          Kind.OPTIONAL_DOUBLE, optional.isPresent() ? optional.getAsDouble() : null);
    }
    return object;
  }

  private Object readResolve() {
    Object made = value;
    return switch (kind) {
      case PATH -> Path.of(String.valueOf(made));
      case OPTIONAL -> Optional.ofNullable(made);
      case OPTIONAL_INT -> made == null ? OptionalInt.empty() : OptionalInt.of((Integer) made);
      case OPTIONAL_LONG -> made == null ? OptionalLong.empty() : OptionalLong.of((Long) made);
      case OPTIONAL_DOUBLE ->
          made == null ? OptionalDouble.empty() : OptionalDouble.of((Double) made);
    };
  }
}
