package processpool.docs.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes into the pages what the checks compare them with. */
public final class Writer {
  private Writer() {}

  /**
   * Fills the code and output blocks of all pages, and draws the pictures.
   *
   * @param where the repository's root
   * @throws IOException when a file cannot be read or written, or a program fails
   * @throws InterruptedException when interrupted
   */
  public static void write(Path where) throws IOException, InterruptedException {
    Site site = new Site(where.toAbsolutePath());
    for (Scenario scenario : Scenario.ALL) {
      if (!scenario.picture().isEmpty()) {
        draw(site, scenario);
      }
    }
    Pictures.write(site);
    Map<String, String> outputs = new HashMap<>();
    for (Path file : site.chaptersAndFront()) {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      List<Page.Block> blocks = Page.read(file).blocks;
      for (int i = blocks.size() - 1;
          i >= 0;
          i--) { // from the end, so that lines stay where they are
        Page.Block block = blocks.get(i);
        String text = block.text();
        if (!block.attribute("file").isEmpty()) {
          Path source = site.root.resolve(block.attribute("file"));
          text = Regions.read(source, block.attribute("region"));
        } else if (!block.attribute("output").isEmpty()) {
          String id = block.attribute("output");
          String known = outputs.get(id);
          text = known == null ? run(site, id) : known;
          outputs.put(id, text);
        }
        int size = (int) block.text().lines().count();
        lines.subList(block.line(), block.line() + size).clear();
        lines.addAll(block.line(), text.lines().toList());
      }
      Files.writeString(file, String.join("\n", lines) + "\n");
    }
  }

  private static void draw(Site site, Scenario scenario) throws IOException, InterruptedException {
    System.out.println("drawing " + scenario.picture());
    Path picture = site.root.resolve(Pictures.SOURCES).resolve(scenario.picture());
    scenario.run(
        site.root,
        List.of(
            "-Dprocesspool.listener=processpool.timeline.TimelineListener",
            "-Dprocesspool.timeline=" + picture,
            "-Duser.language=en"));
  }

  private static String run(Site site, String id) throws IOException, InterruptedException {
    Scenario scenario =
        Scenario.of(id).orElseThrow(() -> new IOException("no such scenario: output=" + id));
    System.out.println("running " + id);
    return scenario.run(site.root);
  }

  /**
   * Stamps every Chinese section with its English one's present hash, and makes the pictures of
   * both languages.
   *
   * @param where the repository's root
   * @throws IOException when a file cannot be read or written
   */
  public static void stamp(Path where) throws IOException {
    Site site = new Site(where.toAbsolutePath());
    Pictures.write(site);
    for (Path[] pair : site.twins()) {
      List<Page.Heading> english = Page.read(pair[0]).headings;
      List<Page.Heading> chinese = Page.read(pair[1]).headings;
      if (english.size() != chinese.size()) {
        throw new IOException("their headings differ in number: file=" + pair[1]);
      }
      int next = 0;
      List<String> lines = new ArrayList<>();
      for (String line : Files.readAllLines(pair[1])) {
        if (line.startsWith("<a id=") && next < english.size()) {
          Page.Heading original = english.get(next++);
          line = "<a id=\"" + original.slug() + "\"></a><!-- en " + original.hash() + " -->";
        }
        lines.add(line);
      }
      if (next != english.size()) {
        throw new IOException("not every heading has an <a id> above it: file=" + pair[1]);
      }
      Files.writeString(pair[1], String.join("\n", lines) + "\n");
    }
  }
}
