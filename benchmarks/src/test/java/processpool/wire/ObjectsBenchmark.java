package processpool.wire;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The codec's own forms of objects beside Java serialization of the same: each way, and, printed
 * once for each kind, how many bytes it takes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ObjectsBenchmark {
  record Point(double x, double y) implements Serializable {}

  enum Color {
    RED
  }

  @Param({
    "words",
    "HashMap",
    "LinkedHashMap",
    "TreeMap",
    "MapOf",
    "rows",
    "HashSet",
    "TreeSet",
    "SetOf",
    "ListOf",
    "record",
    "records",
    "enum",
    "Optional",
    "Path",
    "Instant",
    "LocalDate",
    "LocalDateTime",
    "ZonedDateTime"
  })
  String kind;

  private final MessageWriter message = new MessageWriter();
  private final ClassLoader loader = ObjectsBenchmark.class.getClassLoader();
  private Object value;
  private MessageWriter encoded;
  private byte[] serialized;

  @Setup(Level.Trial)
  public void prepare() throws Exception {
    value = value(kind);
    encoded = new MessageWriter();
    Codec.encode(value, encoded);
    serialized = Serialization.serialize(value);
    System.out.println(
        "bytes of " + kind + ": codec=" + encoded.length() + ", serialized=" + serialized.length);
  }

  private static Map<String, Integer> words(int count) {
    Map<String, Integer> words = new HashMap<>();
    for (int i = 0; i < count; i++) {
      words.put(Integer.toString(i * 7_919, 36), i);
    }
    return words;
  }

  private static Object value(String kind) {
    Map<String, Integer> hundred = words(100);
    return switch (kind) {
      case "words" -> words(30_000);
      case "HashMap" -> new HashMap<>(hundred);
      case "LinkedHashMap" -> new LinkedHashMap<>(hundred);
      case "TreeMap" -> new TreeMap<>(hundred);
      case "MapOf" -> Map.copyOf(hundred);
      case "rows" -> rows();
      case "HashSet" -> new HashSet<>(hundred.keySet());
      case "TreeSet" -> new TreeSet<>(hundred.keySet());
      case "SetOf" -> Set.copyOf(hundred.keySet());
      case "ListOf" -> List.copyOf(hundred.keySet());
      case "record" -> new Point(1, 2);
      case "records" -> records();
      case "enum" -> Color.RED;
      case "Optional" -> Optional.of("a name of twenty-six letters");
      case "Path" -> Path.of("a", "file", "of", "some.name");
      case "Instant" -> Instant.ofEpochSecond(1_700_000_000, 1);
      case "LocalDate" -> LocalDate.of(2024, 2, 29);
      case "LocalDateTime" -> LocalDateTime.of(2024, 2, 29, 1, 2, 3);
      case "ZonedDateTime" ->
          ZonedDateTime.of(LocalDateTime.of(2024, 2, 29, 1, 2), ZoneId.of("Europe/Paris"));
      default -> throw new IllegalArgumentException("unknown: kind=" + kind);
    };
  }

  /** As a file of comma-separated values gives: small maps of the same keys. */
  private static Object rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("number", i);
      row.put("name", "name " + i);
      row.put("price", i / 100.0);
      row.put("day", LocalDate.EPOCH.plusDays(i));
      rows.add(row);
    }
    return rows;
  }

  private static Object records() {
    List<Point> records = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      records.add(new Point(i, -i));
    }
    return records;
  }

  @Benchmark
  public long writeCodec() throws Exception {
    message.clear();
    Codec.encode(value, message);
    return message.length();
  }

  @Benchmark
  public Object writeSerialized() throws Exception {
    return Serialization.serialize(value);
  }

  @Benchmark
  public Object readCodec() throws Exception {
    return Codec.decode(MessageReader.of(encoded), loader);
  }

  @Benchmark
  public Object readSerialized() throws Exception {
    return Serialization.deserialize(serialized, loader);
  }
}
