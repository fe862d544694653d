package processpool.docs.book;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import processpool.watch.live.Json;

/** What the book itself says, beside its pages, in one of the two languages. */
final class Words {
  static final Words ENGLISH = new Words("en");
  static final Words CHINESE = new Words("zh");

  /** {@code en} or {@code zh}. */
  final String language;

  private final Properties all = new Properties();

  private Words(String language) {
    this.language = language;
    String name = "words_" + language + ".properties";
    try (InputStream in = Words.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the book lacks a file: " + name);
      }
      all.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Words other() {
    return language.equals("en") ? CHINESE : ENGLISH;
  }

  /** As the attribute {@code lang} has it. */
  String tag() {
    return language.equals("en") ? "en" : "zh-CN";
  }

  String of(String key) {
    String text = all.getProperty(key);
    if (text == null) {
      throw new IllegalStateException("no words: key=" + key + ", language=" + language);
    }
    return text;
  }

  String html(String key) {
    return Html.escape(of(key));
  }

  /** For the page's script. */
  String json() {
    Json json = new Json().open('{');
    all.stringPropertyNames().stream().sorted().forEach(key -> json.put(key, of(key)));
    return json.close('}').toString();
  }
}
