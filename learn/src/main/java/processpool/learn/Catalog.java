package processpool.learn;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/** All exercises in their order, as {@code exercises/manifest.txt} lists them. */
final class Catalog {
  private static final String ROOM = "/exercises/";

  private Catalog() {}

  static List<Exercise> load() {
    List<Exercise> exercises = new ArrayList<>();
    for (String id : text("manifest.txt").lines().toList()) {
      exercises.add(read(id));
    }
    return exercises;
  }

  private static Exercise read(String id) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text(id + "/exercise.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> wrong = new LinkedHashMap<>();
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (key.startsWith("wrong.")) {
        String name = key.substring("wrong.".length());
        wrong.put(name, text(id + "/wrong/" + name + ".java"));
      }
    }
    return new Exercise(
        id, properties, text(id + "/stub.java"), text(id + "/solution.java"), wrong);
  }

  private static String text(String name) {
    try (InputStream in = Catalog.class.getResourceAsStream(ROOM + name)) {
      if (in == null) {
        throw new IllegalStateException("missing file: exercises/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
