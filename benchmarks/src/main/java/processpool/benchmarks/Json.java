package processpool.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads back what {@link Report} wrote: objects as maps, arrays as lists, numbers as Double, and
 * strings without Unicode escapes.
 */
record Json(Object value) {

  static Json of(String text) {
    return new Json(new Parser(text).value());
  }

  boolean has(String key) {
    return value instanceof Map<?, ?> object && object.containsKey(key);
  }

  Json get(String key) {
    Object found = value instanceof Map<?, ?> object ? object.get(key) : null;
    if (found == null) {
      throw new IllegalArgumentException("not the JSON of a report: missing=" + key);
    }
    return new Json(found);
  }

  String text(String key) {
    return get(key).value.toString();
  }

  List<Json> items(String key) {
    List<Json> items = new ArrayList<>();
    if (get(key).value instanceof List<?> list) {
      list.forEach(item -> items.add(new Json(item)));
    }
    return items;
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    Object value() {
      switch (peek()) {
        case '{':
          return object();
        case '[':
          return array();
        case '"':
          return string();
        default:
          return word();
      }
    }

    private Map<String, Object> object() {
      Map<String, Object> object = new LinkedHashMap<>();
      at++;
      while (peek() != '}') {
        String key = string();
        expect(':');
        object.put(key, value());
        if (peek() == ',') {
          at++;
        }
      }
      at++;
      return object;
    }

    private List<Object> array() {
      List<Object> array = new ArrayList<>();
      at++;
      while (peek() != ']') {
        array.add(value());
        if (peek() == ',') {
          at++;
        }
      }
      at++;
      return array;
    }

    private String string() {
      expect('"');
      StringBuilder string = new StringBuilder();
      while (text.charAt(at) != '"') {
        if (text.charAt(at) == '\\') {
          at++;
        }
        string.append(text.charAt(at++));
      }
      at++;
      return string.toString();
    }

    /** A number, or one of the words, as a string. */
    private Object word() {
      int from = at;
      while (at < text.length() && ",]} \n\r".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String word = text.substring(from, at);
      return switch (word) {
        case "true", "false", "null" -> word;
        default -> Double.valueOf(word);
      };
    }

    private void expect(char wanted) {
      if (peek() != wanted) {
        throw new IllegalArgumentException(
            "not the JSON of a report: wanted=" + wanted + ", position=" + at);
      }
      at++;
    }

    private char peek() {
      while (Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return text.charAt(at);
    }
  }
}
