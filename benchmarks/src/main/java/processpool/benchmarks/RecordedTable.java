package processpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the figures of a report into the documents, between the two marks of the release of Java
 * that they were measured with.
 */
public final class RecordedTable {
  private static final Pattern RELEASE = Pattern.compile("Java \\d+");

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
    Recorded recorded = Recorded.of(report);
    Matcher release = RELEASE.matcher(recorded.machine());
    if (!release.lookingAt()) {
      throw new IllegalArgumentException("of no release of Java: machine=" + recorded.machine());
    }
    String before = mark(release.group(), "begin");
    int begin = document.indexOf(before);
    int end = document.indexOf(mark(release.group(), "end"));
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("no marks in the document: wanted=" + before);
    }
    return document.substring(0, begin + before.length())
        + "\n"
        + new RecordedTable(recorded, labels).tables()
        + document.substring(end);
  }

  /** What stands before or behind the tables of a release, such as {@code Java 17}. */
  static String mark(String release, String place) {
    return "<!-- recorded table, " + release + ": " + place + " -->";
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
