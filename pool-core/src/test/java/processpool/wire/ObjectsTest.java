package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps, sets, records and small values of the JDK in bytes, without Java serialization. */
@Timeout(120)
class ObjectsTest {
  private static final int SERIALIZED = 16;
  private static final ClassLoader LOADER = ObjectsTest.class.getClassLoader();

  record Point(int x, double y) implements Serializable {}

  record Order(String item, List<Point> where, Map<String, @Nullable Object> more, Size size)
      implements Serializable {}

  record Chain(int value, @Nullable Object next) implements Serializable {}

  enum Size {
    SMALL,
    LARGE {
      @Override
      public String toString() {
        return "large";
      }
    }
  }

  private static MessageWriter encode(@Nullable Object value) throws IOException {
    MessageWriter message = new MessageWriter();
    Codec.encode(value, message);
    return message;
  }

  private static boolean isQuick(MessageWriter message) {
    return message.bytes()[0] != SERIALIZED;
  }

  private static @Nullable Object decode(MessageWriter message) throws Exception {
    return Codec.decode(MessageReader.of(message), LOADER);
  }

  @SuppressWarnings("unchecked")
  private static <T> T quick(T value) throws Exception {
    MessageWriter message = encode(value);
    assertThat(isQuick(message)).as("%s without Java serialization", value.getClass()).isTrue();
    return (T) decode(message);
  }

  static Stream<Object> values() {
    Map<String, Integer> words = new LinkedHashMap<>();
    for (String word : List.of("the", "a", "日本", "", "z", "b")) {
      words.put(word, word.length());
    }
    words.put(null, null);
    Map<String, Integer> noNull = new HashMap<>(words);
    noNull.remove(null);
    ZoneId paris = ZoneId.of("Europe/Paris");
    LocalDateTime twice = LocalDateTime.of(2024, 10, 27, 2, 30); // there are two of them
    return Stream.of(
        new HashMap<>(words),
        words,
        new TreeMap<>(noNull),
        new TreeMap<>(Map.of(Size.LARGE, 1, Size.SMALL, 2)),
        new ConcurrentHashMap<>(noNull),
        new HashSet<>(words.keySet()),
        new LinkedHashSet<>(words.keySet()),
        new TreeSet<>(noNull.keySet()),
        new HashMap<>(),
        new HashSet<>(),
        List.of(),
        List.of(1),
        List.of(1, "b"),
        List.of(1, 2L, 3.0, 'c'),
        Set.of(),
        Set.of(1),
        Set.of("a", "b", "c"),
        Map.of(),
        Map.of("a", 1),
        Map.of("a", 1, "b", 2, "c", 3),
        Collections.emptyList(),
        Collections.emptySet(),
        Collections.emptyMap(),
        new ArrayList<>(Arrays.asList(new Point(1, 2), null, Size.SMALL, Size.LARGE)),
        new Point(-1, Double.NaN),
        new Order("x", List.of(new Point(1, 2)), new HashMap<>(Map.of("a", 1L)), Size.LARGE),
        Size.LARGE,
        TimeUnit.DAYS,
        DayOfWeek.FRIDAY,
        Optional.of(new ArrayList<>(List.of(1))),
        Optional.empty(),
        OptionalInt.of(3),
        OptionalInt.empty(),
        OptionalLong.of(1L << 40),
        OptionalLong.empty(),
        OptionalDouble.of(0.5),
        OptionalDouble.empty(),
        Path.of("a", "日本"),
        Path.of("").toAbsolutePath(),
        Instant.MIN,
        Instant.MAX,
        Instant.now(),
        Duration.ofNanos(-1),
        Duration.ofSeconds(Long.MIN_VALUE),
        Period.of(1, -2, 3),
        Year.of(-4),
        YearMonth.of(2024, 2),
        MonthDay.of(2, 29),
        LocalDate.MIN,
        LocalDate.MAX,
        LocalTime.MAX,
        LocalDateTime.MAX,
        OffsetTime.MIN,
        OffsetDateTime.MAX,
        ZonedDateTime.ofLocal(twice, paris, ZoneOffset.ofHours(1)),
        ZonedDateTime.ofLocal(twice, paris, ZoneOffset.ofHours(2)),
        ZonedDateTime.of(twice, ZoneOffset.ofHours(-3)),
        ZoneOffset.ofHoursMinutesSeconds(1, 2, 3),
        ZoneOffset.UTC,
        paris,
        ZoneId.of("UTC+01:00"),
        new HashMap<>(Map.of(Path.of("x"), Optional.of(LocalDate.EPOCH))),
        new HashMap<>(Map.of("long", "x".repeat(100_000), "bytes", "y".repeat(70_000))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsTheSameOnTheOtherSide(Object value) throws Exception {
    Object back = quick(value);
    assertThat(back).isEqualTo(value).hasSameClassAs(value);
    if (!(value instanceof ConcurrentHashMap)) { // that one promises no order
      assertThat(back).hasToString(value.toString());
    }
    if (value instanceof Collection<?> items) {
      assertThat((Collection<?>) back).hasSameSizeAs(items);
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void itIsShorterThanJavaSerializationMakesIt(Object value) throws Exception {
    long ours = encode(value).length();
    assertThat(ours).as("%s", value.getClass()).isLessThan(Serialization.serialize(value).length);
  }

  @Test
  void aComparatorComesAlong() throws Exception {
    for (Comparator<String> comparator :
        List.of(
            Comparator.<String>naturalOrder(),
            Comparator.<String>reverseOrder(),
            String.CASE_INSENSITIVE_ORDER)) {
      TreeMap<String, Integer> map = new TreeMap<>(comparator);
      map.putAll(Map.of("b", 1, "A", 2, "c", 3));
      assertThat(quick(map).entrySet()).containsExactlyElementsOf(map.entrySet());
      assertThat(quick(map).comparator()).isSameAs(comparator);
      TreeSet<String> set = new TreeSet<>(comparator);
      set.addAll(map.keySet());
      assertThat(quick(set)).containsExactlyElementsOf(set);
    }
    TreeMap<String, Integer> own =
        new TreeMap<>((Comparator<String> & Serializable) (a, b) -> b.compareTo(a));
    own.put("a", 1);
    assertThat(isQuick(encode(own))).isFalse();
    assertThat(decode(encode(own))).isEqualTo(own);
  }

  @Test
  void theOrderOfAccessStays() throws Exception {
    LinkedHashMap<String, Integer> map = new LinkedHashMap<>(16, 0.75f, true);
    map.put("a", 1);
    map.put("b", 2);
    map.get("a");
    Map<String, Integer> back = quick(map);
    assertThat(back.keySet()).containsExactly("b", "a");
    assertThat(back.get("b")).isEqualTo(2);
    assertThat(back.keySet()).containsExactly("a", "b");
    assertThat(map.keySet()).as("the map itself").containsExactly("b", "a");
  }

  @Test
  void whatIsImmutableStaysSoAndRefusesNullAsBefore() throws Exception {
    List<Object> list = quick(List.of(1, 2, 3));
    assertThatThrownBy(() -> list.add(1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> list.contains(null)).isInstanceOf(NullPointerException.class);
    assertThat(quick(Stream.of(1, 2, 3).toList()).contains(null)).isFalse();
    assertThat(quick(Stream.of(1, null).toList())).containsExactly(1, null);
    Map<String, Integer> map = quick(Map.of("a", 1));
    assertThatThrownBy(() -> map.put("b", 1)).isInstanceOf(UnsupportedOperationException.class);
    Set<Integer> set = quick(Set.of(1, 2, 3));
    assertThatThrownBy(() -> set.add(7)).isInstanceOf(UnsupportedOperationException.class);
    assertThat(quick(Collections.emptyList())).isSameAs(Collections.emptyList());
  }

  @Test
  void whatIsThereTwiceIsOneThing() throws Exception {
    int[] array = {1};
    Point point = new Point(1, 2);
    Map<String, Object> inner = new HashMap<>(Map.of("a", array));
    List<Object> list = new ArrayList<>(List.of(inner, array, point, point, inner));
    List<Object> back = quick(list);
    assertThat(back.get(0)).isSameAs(back.get(4));
    assertThat(back.get(2)).isSameAs(back.get(3)).isEqualTo(point);
    assertThat(((Map<?, ?>) back.get(0)).get("a")).isSameAs(back.get(1));
    Optional<List<Object>> around = quick(Optional.of(list));
    assertThat(around.orElseThrow().get(2)).isSameAs(around.orElseThrow().get(3));
    String text = new String("text");
    List<Object> texts = quick(new ArrayList<>(List.of(new Chain(1, text), new Chain(2, text))));
    assertThat(((Chain) texts.get(0)).next()).isSameAs(((Chain) texts.get(1)).next());
    List<Object> equal = new ArrayList<>(List.of(new Point(1, 2), new Point(1, 2)));
    assertThat(quick(equal).get(0)).isNotSameAs(quick(equal).get(1));
  }

  @Test
  void whatHoldsItselfDoesSoThereToo() throws Exception {
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    Map<String, Object> back = quick(map);
    assertThat(back.get("self")).isSameAs(back);
    List<Object> list = new ArrayList<>();
    list.add(new TreeMap<>(Map.of("up", list)));
    List<Object> other = quick(list);
    assertThat(((Map<?, ?>) other.get(0)).get("up")).isSameAs(other);
  }

  /** Nobody can make these from their parts: Java serialization does with them what it does. */
  @Test
  void whatIsMadeLastAndHoldsItselfGoesTheOldWay() throws Exception {
    List<Object> list = new ArrayList<>();
    Chain chain = new Chain(1, list);
    list.add(chain);
    MessageWriter message = encode(chain);
    assertThat(isQuick(message)).isFalse();
    assertThat(((Chain) decode(message)).value()).isEqualTo(1);
  }

  record Replaced(int x) implements Serializable {
    private Object writeReplace() {
      return x + 1;
    }
  }

  record Resolved(int x) implements Serializable {
    private Object readResolve() {
      return "resolved";
    }
  }

  static class Words extends HashMap<String, Integer> {}

  @Test
  void whatHasAWayOfItsOwnKeepsIt() throws Exception {
    assertThat(decode(encode(new Replaced(1)))).isEqualTo(2);
    assertThat(decode(encode(new Resolved(1)))).isEqualTo("resolved");
    Words words = new Words();
    words.put("a", 1);
    assertThat(decode(encode(words))).isInstanceOf(Words.class).isEqualTo(words);
    Map<String, Object> mixed = new HashMap<>(Map.of("a", BigDecimal.TEN, "b", 1));
    assertThat(decode(encode(mixed))).isEqualTo(mixed);
    record Plain(int x) {}
    assertThatThrownBy(() -> encode(new Plain(1))).isInstanceOf(NotSerializableException.class);
    assertThatThrownBy(() -> encode(new HashMap<>(Map.of(1, new Plain(1)))))
        .isInstanceOf(NotSerializableException.class);
  }

  record Positive(int x) implements Serializable {
    static boolean strict;

    Positive {
      if (strict) {
        throw new IllegalArgumentException("not x=" + x);
      }
    }
  }

  record Copying(List<Integer> items) implements Serializable {
    @Override
    public List<Integer> items() {
      throw new IllegalStateException("asked");
    }
  }

  @Test
  void aRecordIsTakenFromItsFieldsAndMadeByItsConstructor() throws Exception {
    Positive.strict = false;
    MessageWriter message = encode(new Positive(-1));
    assertThat(isQuick(message)).isTrue();
    Positive.strict = true;
    assertThatThrownBy(() -> decode(message))
        .isInstanceOf(InvalidObjectException.class)
        .hasMessage("not x=-1")
        .hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(isQuick(encode(new Copying(List.of(1))))).isTrue();
  }

  @Test
  void deepOnesGoTheOldWayAndVeryDeepOnesSaySo() throws Exception {
    Object shallow = "end";
    for (int i = 0; i < 30; i++) {
      shallow = i % 2 == 0 ? new Chain(i, shallow) : new ArrayList<>(List.of(shallow));
    }
    assertThat(quick(shallow)).isEqualTo(shallow);
    Object deep = shallow;
    for (int i = 0; i < 300; i++) {
      deep = new Chain(i, deep);
    }
    assertThat(decode(encode(deep))).isEqualTo(deep);
    Object bottomless = deep;
    for (int i = 0; i < 200_000; i++) {
      bottomless = new Chain(i, bottomless);
    }
    Object tooDeep = bottomless;
    assertThatThrownBy(() -> encode(tooDeep)).hasMessageStartingWith("objects nested deeper");
  }

  @Test
  void severalFollowOneAnother() throws Exception {
    Map<String, Object> large = new HashMap<>();
    large.put("bytes", new byte[10_000]);
    large.put("more", new long[5_000]);
    List<Object> values = List.of(large, new Point(1, 2), "x", Map.of("a", new byte[5_000]), 3);
    MessageWriter message = new MessageWriter();
    for (Object value : values) {
      Codec.encode(value, message);
    }
    MessageReader reader = MessageReader.of(message);
    for (int i = 0; i < values.size(); i++) {
      Object arrived = Codec.arrive(reader, i == values.size() - 1);
      Object value = arrived instanceof UnreadValue unread ? unread.read(LOADER) : arrived;
      assertThat(value).usingRecursiveComparison().isEqualTo(values.get(i));
    }
    assertThat(reader.remaining()).isZero();
  }
}
