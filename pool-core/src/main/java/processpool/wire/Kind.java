package processpool.wire;

import java.nio.file.Path;

/**
 * What {@link ObjectWriter} has a form for: exactly these classes of the JDK, not their subclasses,
 * and of the program's own, records and enums. They are named, so that none is loaded that a
 * program does not use.
 */
enum Kind {
  /** No form: Java serialization. */
  NONE(""),
  ARRAY_LIST("java.util.ArrayList"),
  HASH_MAP("java.util.HashMap"),
  LINKED_HASH_MAP("java.util.LinkedHashMap"),
  TREE_MAP("java.util.TreeMap"),
  CONCURRENT_HASH_MAP("java.util.concurrent.ConcurrentHashMap"),
  HASH_SET("java.util.HashSet"),
  LINKED_HASH_SET("java.util.LinkedHashSet"),
  TREE_SET("java.util.TreeSet"),
  LIST_OF("java.util.ImmutableCollections$ListN"),
  LIST_OF_TWO("java.util.ImmutableCollections$List12"),
  SET_OF("java.util.ImmutableCollections$SetN"),
  SET_OF_TWO("java.util.ImmutableCollections$Set12"),
  MAP_OF("java.util.ImmutableCollections$MapN"),
  MAP_OF_ONE("java.util.ImmutableCollections$Map1"),
  EMPTY_LIST("java.util.Collections$EmptyList"),
  EMPTY_SET("java.util.Collections$EmptySet"),
  EMPTY_MAP("java.util.Collections$EmptyMap"),
  BYTES("[B"),
  INTS("[I"),
  LONGS("[J"),
  DOUBLES("[D"),
  RECORD("java.lang.Record"),
  REVERSE_ORDER("java.util.Collections$ReverseComparator"),
  CASE_INSENSITIVE_ORDER("java.lang.String$CaseInsensitiveComparator"),
  ENUM("java.lang.Enum"),
  OPTIONAL("java.util.Optional"),
  OPTIONAL_INT("java.util.OptionalInt"),
  OPTIONAL_LONG("java.util.OptionalLong"),
  OPTIONAL_DOUBLE("java.util.OptionalDouble"),
  PATH("java.nio.file.Path"),
  INSTANT("java.time.Instant"),
  DURATION("java.time.Duration"),
  PERIOD("java.time.Period"),
  YEAR("java.time.Year"),
  YEAR_MONTH("java.time.YearMonth"),
  MONTH_DAY("java.time.MonthDay"),
  LOCAL_DATE("java.time.LocalDate"),
  LOCAL_TIME("java.time.LocalTime"),
  LOCAL_DATE_TIME("java.time.LocalDateTime"),
  OFFSET_TIME("java.time.OffsetTime"),
  OFFSET_DATE_TIME("java.time.OffsetDateTime"),
  ZONED_DATE_TIME("java.time.ZonedDateTime"),
  ZONE_OFFSET("java.time.ZoneOffset"),
  ZONE_REGION("java.time.ZoneRegion");

  private static final Kind[] ALL = values();

  private static final ClassValue<Kind> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
          return find(type);
        }
      };

  final String className;

  Kind(String className) {
    this.className = className;
  }

  /** What an object of this class is. */
  static Kind of(Class<?> type) {
    return OF_CLASS.get(type);
  }

  private static Kind find(Class<?> type) {
    if (type.isHidden()) { // cannot be found by its name
      return NONE;
    } else if (type.isRecord()) {
      return RecordShape.of(type).isQuick() ? RECORD : NONE;
    } else if (Enum.class.isAssignableFrom(type) && type != Enum.class) {
      return ENUM;
    } else if (Path.class.isAssignableFrom(type)) {
      return PATH;
    }
    for (Kind kind : ALL) {
      if (kind.className.equals(type.getName())) {
        return kind;
      }
    }
    return NONE;
  }

  /** That of a number on the wire; NONE for a damaged one. */
  static Kind at(int ordinal) {
    return ordinal >= 0 && ordinal < ALL.length ? ALL[ordinal] : NONE;
  }

  /** Whether its objects may change or be told apart: the same one twice is one there, too. */
  boolean hasIdentity() {
    return compareTo(ARRAY_LIST) >= 0 && compareTo(RECORD) <= 0 && !isEmptyOne();
  }

  /** Whether its object is there only after all that it holds. */
  boolean isMadeLast() {
    return this == RECORD || (compareTo(LIST_OF) >= 0 && compareTo(MAP_OF_ONE) <= 0);
  }

  private boolean isEmptyOne() {
    return this == EMPTY_LIST || this == EMPTY_SET || this == EMPTY_MAP;
  }

  boolean isTime() {
    return compareTo(INSTANT) >= 0;
  }
}
