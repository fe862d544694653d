package processpool.wire;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.StreamCorruptedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ObjectWriter} wrote. Maps and sets are filled anew, as their objects have other
 * hash codes here. Runs code of the program's: constructors of records, the methods by which keys
 * are compared, filters.
 */
final class ObjectReader {
  private static final float LOAD = 0.75f;

  private final MessageReader from;
  private final ClassLoader loader;
  private final FilterQuestions asking;
  private final Texts texts = new Texts();

  /** By number; null in the place of one that is not there before all that it holds. */
  private final List<@Nullable Object> objects = new ArrayList<>();

  private @Nullable List<Class<?>> classes;

  /** How many elements may still be announced: each takes a byte at least. */
  private long unannounced;

  ObjectReader(MessageReader from, ClassLoader loader) {
    this.from = from;
    this.unannounced = from.remaining();
    this.loader = InputFilter.classes(loader);
    this.asking = new FilterQuestions(loader, from);
  }

  @Nullable Object read() throws IOException, ClassNotFoundException {
    return item(0);
  }

  private @Nullable Object item(int depth) throws IOException, ClassNotFoundException {
    int tag = from.getByte();
    if (tag == Plain.STRING) {
      String text = from.getString();
      int unused = texts.place(text);
      return text;
    } else if (tag < Plain.BYTES) {
      return Plain.read(tag, from);
    } else if (tag <= Plain.LAST) {
      Object array = numbered(Plain.read(tag, from));
      asking.about(array, depth);
      return array;
    } else if (tag == ObjectWriter.TEXT_AGAIN) {
      int place = from.getByte();
      return there(texts.at(place), place);
    } else if (tag == ObjectWriter.AGAIN) {
      int number = number();
      return there(number < objects.size() ? objects.get(number) : null, number);
    }
    if (depth > ObjectWriter.MAX_DEPTH) {
      throw new StreamCorruptedException("damaged value: objects nested deeper than any are sent");
    }
    return object(tag, depth);
  }

  private static Object there(@Nullable Object found, int number) throws IOException {
    if (found == null) {
      throw new StreamCorruptedException("damaged value: again=" + number);
    }
    return found;
  }

  private Object numbered(@Nullable Object made) {
    Object object = Objects.requireNonNull(made);
    objects.add(object);
    return object;
  }

  private Object object(int tag, int depth) throws IOException, ClassNotFoundException {
    Kind kind = Kind.at(tag - ObjectWriter.FIRST);
    if (kind != Kind.RECORD && kind != Kind.ENUM && kind != Kind.NONE) {
      asking.about(kind, depth);
    }
    switch (kind) {
      case ARRAY_LIST, HASH_SET, LINKED_HASH_SET:
        return collection(kind, depth);
      case HASH_MAP, CONCURRENT_HASH_MAP, LINKED_HASH_MAP:
        return map(kind, depth);
      case TREE_SET:
        TreeSet<@Nullable Object> set = new TreeSet<>(comparator(depth));
        objects.add(set);
        return fill(set, count(1), depth);
      case TREE_MAP:
        TreeMap<@Nullable Object, @Nullable Object> sorted = new TreeMap<>(comparator(depth));
        objects.add(sorted);
        return fill(sorted, count(2), depth);
      case LIST_OF, LIST_OF_TWO, SET_OF, SET_OF_TWO, MAP_OF, MAP_OF_ONE, RECORD:
        int number = objects.size();
        objects.add(null);
        Object made = kind == Kind.RECORD ? record(depth) : immutable(kind, depth);
        objects.set(number, made);
        return made;
      case EMPTY_LIST:
        return Collections.emptyList();
      case EMPTY_SET:
        return Collections.emptySet();
      case EMPTY_MAP:
        return Collections.emptyMap();
      case REVERSE_ORDER:
        return Collections.reverseOrder();
      case CASE_INSENSITIVE_ORDER:
        return String.CASE_INSENSITIVE_ORDER;
      case ENUM:
        return constant(depth);
      case OPTIONAL:
        return Optional.ofNullable(item(depth + 1));
      case OPTIONAL_INT:
        return item(depth + 1) instanceof Integer i ? OptionalInt.of(i) : OptionalInt.empty();
      case OPTIONAL_LONG:
        return item(depth + 1) instanceof Long l ? OptionalLong.of(l) : OptionalLong.empty();
      case OPTIONAL_DOUBLE:
        return item(depth + 1) instanceof Double d ? OptionalDouble.of(d) : OptionalDouble.empty();
      case PATH:
        return Path.of(from.getString());
      default:
        if (!kind.isTime()) {
          throw new StreamCorruptedException("damaged value: tag=" + tag);
        }
        return TimeValues.read(kind, from);
    }
  }

  private Object collection(Kind kind, int depth) throws IOException, ClassNotFoundException {
    int count = count(1);
    asking.aboutRoom(kind, count, depth);
    Collection<@Nullable Object> made =
        switch (kind) {
          case HASH_SET -> new HashSet<>(places(count));
          case LINKED_HASH_SET -> new LinkedHashSet<>(places(count));
          default -> new ArrayList<>(count);
        };
    objects.add(made);
    return fill(made, count, depth);
  }

  private Object map(Kind kind, int depth) throws IOException, ClassNotFoundException {
    boolean inOrderOfAccess = kind == Kind.LINKED_HASH_MAP && from.getByte() == 1;
    int count = count(2);
    asking.aboutRoom(kind, count, depth);
    Map<@Nullable Object, @Nullable Object> made =
        switch (kind) {
          case LINKED_HASH_MAP -> new LinkedHashMap<>(places(count), LOAD, inOrderOfAccess);
          case CONCURRENT_HASH_MAP -> new ConcurrentHashMap<>(places(count));
          default -> new HashMap<>(places(count));
        };
    objects.add(made);
    return fill(made, count, depth);
  }

  private Object fill(Collection<@Nullable Object> made, int count, int depth)
      throws IOException, ClassNotFoundException {
    for (int i = 0; i < count; i++) {
      made.add(item(depth + 1));
    }
    return made;
  }

  private Object fill(Map<@Nullable Object, @Nullable Object> made, int count, int depth)
      throws IOException, ClassNotFoundException {
    for (int i = 0; i < count; i++) {
      Object key = item(depth + 1);
      made.put(key, item(depth + 1));
    }
    return made;
  }

  @SuppressWarnings("unchecked") // a wrong one throws ClassCastException when it is asked
  private @Nullable Comparator<@Nullable Object> comparator(int depth)
      throws IOException, ClassNotFoundException {
    Object found = item(depth + 1);
    return found instanceof Comparator ? (Comparator<@Nullable Object>) found : null;
  }

  private Object immutable(Kind kind, int depth) throws IOException, ClassNotFoundException {
    boolean list = kind == Kind.LIST_OF || kind == Kind.LIST_OF_TWO;
    boolean allowsNull = list && from.getByte() == 1;
    int each = kind == Kind.MAP_OF || kind == Kind.MAP_OF_ONE ? 2 : 1;
    @Nullable Object[] items = new @Nullable Object[each * count(each)];
    asking.aboutRoom(kind, items.length, depth);
    for (int i = 0; i < items.length; i++) {
      items[i] = item(depth + 1);
    }
    return Immutables.make(kind, allowsNull, items);
  }

  private Object record(int depth) throws IOException, ClassNotFoundException {
    RecordShape shape = RecordShape.of(programClass(depth));
    @Nullable Object[] components = new @Nullable Object[shape.components()];
    for (int i = 0; i < components.length; i++) {
      components[i] = item(depth + 1);
    }
    return shape.make(components);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // it is an enum
  private Object constant(int depth) throws IOException, ClassNotFoundException {
    Class<?> type = programClass(depth);
    String name = String.valueOf(item(depth + 1));
    try {
      return Enum.valueOf((Class) type, name);
    } catch (IllegalArgumentException missing) {
      InvalidObjectException invalid = new InvalidObjectException(missing.getMessage());
      invalid.initCause(missing);
      throw invalid;
    }
  }

  private Class<?> programClass(int depth) throws IOException, ClassNotFoundException {
    if (classes == null) {
      classes = new ArrayList<>(2);
    }
    int number = number();
    if (number < classes.size()) {
      asking.about(classes.get(number), depth);
      return classes.get(number);
    } else if (number > classes.size()) {
      throw new StreamCorruptedException("damaged value: class=" + number);
    }
    String name = from.getString();
    int version = from.getInt();
    Class<?> type;
    try {
      type = Class.forName(name, false, loader);
    } catch (LinkageError e) {
      throw new InvalidClassException(name, e.toString());
    }
    asking.about(type, depth);
    if (!type.isEnum() && RecordShape.of(type).version() != version) {
      throw new InvalidClassException(
          name, "a record with other components than in the process that sent it");
    }
    classes.add(type);
    return type;
  }

  private int count(int bytesEach) throws IOException {
    int count = from.getCount(bytesEach);
    unannounced -= (long) count * bytesEach;
    if (unannounced < 0) {
      throw new StreamCorruptedException("damaged value: count=" + count);
    }
    return count;
  }

  /** So many that a hash table need not grow: as many as one that has grown to it has. */
  private static int places(int count) {
    return (int) (count / LOAD + 1);
  }

  private int number() throws IOException {
    int number = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = from.getByte();
      number |= (next & 0x7F) << shift;
      if (next <= 0x7F) {
        break;
      }
    }
    return number & Integer.MAX_VALUE;
  }
}
