package processpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import processpool.benchmarks.Figure.Unit;

/** Puts the figures of a report into the documents, between two marks. */
public final class RecordedTable {
  static final String BEGIN = "<!-- recorded table: begin -->";
  static final String END = "<!-- recorded table: end -->";

  private final Json report;
  private final Labels labels;

  private RecordedTable(Json report, Labels labels) {
    this.report = report;
    this.labels = labels;
  }

  /**
   * Rewrites documents.
   *
   * @param args the JSON file, then the documents
   * @throws IOException when one of them cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    Path json = Path.of(args[0]);
    if (!Files.exists(json)) {
      throw new IOException("no figures: run exec:exec first, or set -Djson; file=" + json);
    }
    String report = Files.readString(json);
    for (int i = 1; i < args.length; i++) {
      Path document = Path.of(args[i]).toAbsolutePath().normalize();
      Labels labels = args[i].contains("/zh/") ? Labels.CHINESE : Labels.ENGLISH;
      Files.writeString(document, rewrite(Files.readString(document), report, labels));
      System.out.println("recorded in " + document);
    }
  }

  /** The document with the report's tables between its marks. */
  static String rewrite(String document, String report, Labels labels) {
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no marks in the document: wanted=" + BEGIN);
    }
    return document.substring(0, begin + BEGIN.length())
        + "\n"
        + new RecordedTable(Json.of(report), labels).tables()
        + document.substring(end);
  }

  private String tables() {
    StringBuilder text = new StringBuilder("\n");
    text.append('`').append(report.text("machine")).append("`\n\n");
    List<Json> figures = report.items("figures");
    List<String> columns = new ArrayList<>(Contenders.COLUMNS);
    columns.removeIf(name -> figures.stream().noneMatch(one -> one.get("values").has(name)));
    List<String> head = new ArrayList<>(List.of(labels.word("figure")));
    columns.forEach(name -> head.add(labels.word(name)));
    head.add(labels.word("ratio"));
    row(text, head);
    row(text, head.stream().map(cell -> "---").toList());
    figures.forEach(figure -> figure(text, figure, columns));
    text.append('\n');
    List<String> words = List.of("target", "wanted", "measured", "verdict");
    row(text, words.stream().map(labels::word).toList());
    row(text, words.stream().map(cell -> "---").toList());
    report.items("targets").forEach(target -> verdict(text, target));
    return text.append('\n').toString();
  }

  private void figure(StringBuilder text, Json figure, List<String> columns) {
    List<String> cells = new ArrayList<>();
    cells.add(labels.figure(figure.text("id"), figure.text("label")));
    Unit unit = Unit.valueOf(figure.text("unit").toUpperCase(Locale.ROOT));
    for (String name : columns) {
      Json values = figure.get("values");
      cells.add(values.has(name) ? unit.show(number(values.get(name), "median")) : "");
    }
    boolean compared = !figure.text("ratio").equals("null");
    cells.add(compared ? Figure.digits(number(figure, "ratio")) + " ×" : "");
    row(text, cells);
  }

  private void verdict(StringBuilder text, Json target) {
    String id = target.text("figure");
    String label = id;
    for (Json figure : report.items("figures")) {
      if (figure.text("id").equals(id)) {
        label = figure.text("label");
      }
    }
    row(
        text,
        List.of(
            labels.figure(id, label),
            labels.wanted(target.text("wanted")),
            labels.wanted(target.text("measured")),
            labels.word(target.text("met").equals("true") ? "met" : "MISSED")));
  }

  private static double number(Json object, String key) {
    return Double.parseDouble(object.text(key));
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
