package processpool.docs.book;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Styles and scripts: the book's own, and those of libraries, which come as jars (WebJars). */
final class Assets {
  private static final List<String> OWN =
      List.of("book.css", "book.js", "search.js", "stage.js", "exercises.js");

  /** Where Maven has left the version of each, so that it stands in one place, the pom. */
  private static final Map<String, String> LIBRARIES =
      Map.of("highlight.min.js", "org.webjars/highlightjs", "lunr.min.js", "org.webjars.npm/lunr");

  private Assets() {}

  static List<String> names() {
    return java.util.stream.Stream.concat(OWN.stream(), LIBRARIES.keySet().stream().sorted())
        .toList();
  }

  static Content read(String name) throws IOException {
    String library = LIBRARIES.get(name);
    String place = "/processpool/docs/book/" + name;
    if (library != null) {
      Properties pom = new Properties();
      try (InputStream in = open("/META-INF/maven/" + library + "/pom.properties")) {
        pom.load(in);
      }
      String artifact = library.substring(library.indexOf('/') + 1);
      String version = pom.getProperty("version");
      place = "/META-INF/resources/webjars/" + artifact + "/" + version + "/" + name;
    }
    try (InputStream in = open(place)) {
      return new Content(Content.typeOf(name), in.readAllBytes());
    }
  }

  private static InputStream open(String place) throws IOException {
    InputStream in = Assets.class.getResourceAsStream(place);
    if (in == null) {
      throw new IOException("not on the class path; build module docs again: " + place);
    }
    return in;
  }
}
