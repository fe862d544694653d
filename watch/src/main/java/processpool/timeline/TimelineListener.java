package processpool.timeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Leaves a picture of a program's run when the program ends, and prints it as a small chart. Made
 * for {@code -Dprocesspool.listener=processpool.timeline.TimelineListener
 * -Dprocesspool.timeline=FILE}, where FILE ends in {@code .html} or {@code .svg} and is
 * overwritten.
 *
 * @since 0.1
 */
public final class TimelineListener extends RunRecorder {
  private final Path file;
  private final boolean page;

  /**
   * A listener that writes the file that the system property {@code processpool.timeline} names.
   *
   * @throws IllegalArgumentException when it names none, or one of another kind
   */
  public TimelineListener() {
    String name = System.getProperty("processpool.timeline", "");
    String lower = name.toLowerCase(Locale.ROOT);
    page = lower.endsWith(".html");
    if (!page && !lower.endsWith(".svg")) {
      throw new IllegalArgumentException(
          "the timeline's file must end in .html or .svg: processpool.timeline=" + name);
    }
    file = Path.of(name).toAbsolutePath();
  }

  @Override
  public void programEnding() {
    Run run = until(ProgramEnd.moment());
    System.out.print(TextChart.draw(run));
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, page ? HtmlPage.draw(run) : SvgChart.draw(run));
      System.out.println("timeline: " + file);
    } catch (IOException e) {
      System.err.println("cannot write the timeline: file=" + file + ", because " + e);
    }
    System.out.flush();
  }
}
