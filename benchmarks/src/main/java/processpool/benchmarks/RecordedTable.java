package processpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts the figures of a report into the documents, between two marks. */
public final class RecordedTable {
  static final String BEGIN = "<!-- recorded table: begin -->";
  static final String END = "<!-- recorded table: end -->";

  private final Recorded report;
  private final Labels labels;

  private RecordedTable(Recorded report, Labels labels) {
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
        + new RecordedTable(Recorded.of(report), labels).tables()
        + document.substring(end);
  }

  private String tables() {
    StringBuilder text = new StringBuilder("\n");
    text.append('`').append(report.machine()).append("`\n\n");
    List<Recorded.Row> figures = report.figures();
    List<String> columns = new ArrayList<>(Contenders.COLUMNS);
    columns.removeIf(name -> figures.stream().noneMatch(one -> one.values().containsKey(name)));
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
    report.targets().forEach(target -> verdict(text, target));
    return text.append('\n').toString();
  }

  private void figure(StringBuilder text, Recorded.Row figure, List<String> columns) {
    List<String> cells = new ArrayList<>();
    cells.add(labels.figure(figure.id(), figure.label()));
    for (String name : columns) {
      Recorded.Values values = figure.values().get(name);
      cells.add(values == null ? "" : figure.unit().show(values.median()));
    }
    Double ratio = figure.ratio();
    cells.add(ratio == null ? "" : Figure.digits(ratio) + " ×");
    row(text, cells);
  }

  private void verdict(StringBuilder text, Targets.Verdict target) {
    String id = target.figure();
    String label = id;
    for (Recorded.Row figure : report.figures()) {
      if (figure.id().equals(id)) {
        label = figure.label();
      }
    }
    row(
        text,
        List.of(
            labels.figure(id, label),
            labels.wanted(target.wanted()),
            labels.wanted(target.measured()),
            labels.word(target.met() ? "met" : "MISSED")));
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
