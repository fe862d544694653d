package processpool.wire;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes one value of the classes that {@link Kind} lists, with all that it holds, unless something
 * among it has no form. What Java serialization keeps is kept: an object that is there twice is
 * written once and named by its number after that, and so may hold itself.
 *
 * <pre>
 *   value:  a tag of Plain, and what belongs to it
 *           AGAIN, number of the object       in the order in which they begin, from 0
 *           TEXT_AGAIN, place in the texts    see Texts
 *           FIRST + kind, and what belongs to it
 *   class:  its number, in the order in which they come; a new one's name and version follow
 * </pre>
 */
final class ObjectWriter {
  static final int AGAIN = Plain.LAST + 1;
  static final int TEXT_AGAIN = AGAIN + 1;

  /** The tag of the first kind. */
  static final int FIRST = 32;

  /** What is nested deeper goes through Java serialization. */
  static final int MAX_DEPTH = 32;

  private final MessageWriter to;
  private final Object outermost;
  private final Texts texts = new Texts();

  /** What encloses the object that is being written. */
  private final Object[] above = new Object[MAX_DEPTH];

  /** The numbers of all but the outermost, which, if any, has 0. */
  private @Nullable IdentityHashMap<Object, Integer> numbers;

  private final int firstNumber;

  private @Nullable List<Class<?>> classes;

  private ObjectWriter(Object outermost, MessageWriter to) {
    this.outermost = outermost;
    this.firstNumber = Kind.of(outermost.getClass()).hasIdentity() ? 1 : 0;
    this.to = to;
  }

  /** Returns false when something has no form; what has been written then is to be taken back. */
  static boolean write(Object value, MessageWriter to) throws IOException {
    return Kind.of(value.getClass()) != Kind.NONE && new ObjectWriter(value, to).put(value, 0);
  }

  private boolean put(@Nullable Object value, int depth) throws IOException {
    if (value instanceof String text) {
      putText(text);
      return true;
    }
    Kind kind = value == null ? Kind.NONE : Kind.of(value.getClass());
    if (value == null || kind == Kind.NONE) {
      return Plain.write(value, to);
    }
    if (kind.hasIdentity()) {
      if (depth == MAX_DEPTH) {
        return false;
      }
      int number = number(value, depth);
      if (number >= 0) {
        to.putByte(AGAIN);
        putCount(number);
        return !isStillToBeMade(value, kind, depth);
      }
      above[depth] = value;
    }
    return putNew(kind, value, depth);
  }

  private boolean putNew(Kind kind, Object value, int depth) throws IOException {
    if (kind.compareTo(Kind.BYTES) >= 0 && kind.compareTo(Kind.DOUBLES) <= 0) {
      return Plain.write(value, to);
    }
    to.putByte(FIRST + kind.ordinal());
    switch (kind) {
      case ARRAY_LIST, HASH_SET, LINKED_HASH_SET, SET_OF, SET_OF_TWO:
        return putAll((Collection<?>) value, depth);
      case LIST_OF, LIST_OF_TWO:
        to.putByte(Immutables.allowsNull((List<?>) value) ? 1 : 0);
        return putAll((List<?>) value, depth);
      case TREE_SET:
        return putComparator(((TreeSet<?>) value).comparator(), depth)
            && putAll((Collection<?>) value, depth);
      case LINKED_HASH_MAP:
        to.putByte(isInOrderOfAccess((Map<?, ?>) value) ? 1 : 0);
        return putEntries((Map<?, ?>) value, depth);
      case TREE_MAP:
        return putComparator(((TreeMap<?, ?>) value).comparator(), depth)
            && putEntries((Map<?, ?>) value, depth);
      case HASH_MAP, CONCURRENT_HASH_MAP, MAP_OF, MAP_OF_ONE:
        return putEntries((Map<?, ?>) value, depth);
      case EMPTY_LIST, EMPTY_SET, EMPTY_MAP, REVERSE_ORDER, CASE_INSENSITIVE_ORDER:
        return true;
      case RECORD:
        return putRecord(RecordShape.of(value.getClass()), value, depth);
      case ENUM:
        Enum<?> constant = (Enum<?>) value;
        putClass(constant.getDeclaringClass(), 0);
        putText(constant.name());
        return true;
      case OPTIONAL:
        return depth < MAX_DEPTH && put(((Optional<?>) value).orElse(null), depth + 1);
      case OPTIONAL_INT:
        OptionalInt number = (OptionalInt) value;
        return Plain.write(number.isPresent() ? number.getAsInt() : null, to);
      case OPTIONAL_LONG:
        OptionalLong large = (OptionalLong) value;
        return Plain.write(large.isPresent() ? large.getAsLong() : null, to);
      case OPTIONAL_DOUBLE:
        OptionalDouble real = (OptionalDouble) value;
        return Plain.write(real.isPresent() ? real.getAsDouble() : null, to);
      case PATH:
        return putPath((Path) value);
      default:
        TimeValues.write(kind, value, to);
        return true;
    }
  }

  /** One of another file system has no name that means the same everywhere. */
  private boolean putPath(Path path) {
    if (path.getFileSystem() != FileSystems.getDefault() || path instanceof Serializable) {
      return false;
    }
    to.putString(path.toString());
    return true;
  }

  private boolean putAll(Collection<?> items, int depth) throws IOException {
    long mark = to.mark();
    to.putInt(0);
    int count = 0;
    for (Object item : items) {
      if (!put(item, depth + 1)) {
        return false;
      }
      count++;
    }
    to.setInt(mark, count); // as many as there were: others may change a concurrent one
    return true;
  }

  private boolean putEntries(Map<?, ?> map, int depth) throws IOException {
    long mark = to.mark();
    to.putInt(0);
    int count = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!put(entry.getKey(), depth + 1) || !put(entry.getValue(), depth + 1)) {
        return false;
      }
      count++;
    }
    to.setInt(mark, count);
    return true;
  }

  /** It is there before what it compares: one that holds something may hold that. */
  private boolean putComparator(@Nullable Comparator<?> comparator, int depth) throws IOException {
    Kind kind = comparator == null ? Kind.NONE : Kind.of(comparator.getClass());
    return (comparator == null || (kind != Kind.NONE && !kind.hasIdentity()))
        && put(comparator, depth + 1);
  }

  /** A map does not tell; a copy of it, which may be used, is like it in this. */
  @SuppressWarnings("unchecked")
  private static boolean isInOrderOfAccess(Map<?, ?> map) {
    Map<Object, Object> copy = (Map<Object, Object>) ((LinkedHashMap<?, ?>) map).clone();
    copy.clear();
    copy.put(1, 1);
    copy.put(2, 2);
    Object used = copy.get(1);
    return !copy.keySet().iterator().next().equals(used);
  }

  private boolean putRecord(RecordShape shape, Object value, int depth) throws IOException {
    putClass(shape.type, shape.version());
    for (int i = 0; i < shape.components(); i++) {
      if (!put(shape.component(i, value), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private void putClass(Class<?> type, int version) {
    if (classes == null) {
      classes = new ArrayList<>(2);
    }
    int number = classes.indexOf(type);
    if (number >= 0) {
      putCount(number);
    } else {
      putCount(classes.size());
      classes.add(type);
      to.putString(type.getName()).putInt(version);
    }
  }

  private void putText(String text) {
    int again = texts.place(text);
    if (again >= 0) {
      to.putByte(TEXT_AGAIN).putByte(again);
    } else {
      to.putByte(Plain.STRING).putString(text);
    }
  }

  /** A number as small as most are, in one byte; others in more. */
  private void putCount(int count) {
    int rest = count;
    while (rest > 0x7F) {
      to.putByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    to.putByte(rest);
  }

  /** That which it already has; -1 when it has none, and gets one. */
  private int number(Object value, int depth) {
    if (depth == 0) {
      return -1;
    } else if (value == outermost) {
      return 0;
    }
    if (numbers == null) {
      numbers = new IdentityHashMap<>();
    }
    Integer known = numbers.putIfAbsent(value, firstNumber + numbers.size());
    return known == null ? -1 : known;
  }

  /** Whether it holds itself, and can be made only after that: Java serialization has its way. */
  private boolean isStillToBeMade(Object value, Kind kind, int depth) {
    for (int i = 0; kind.isMadeLast() && i < depth; i++) {
      if (above[i] == value) {
        return true;
      }
    }
    return false;
  }
}
