package processpool.docs.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The two languages say the same: headings, code, pictures, and nothing translated is stale. */
final class Twins {
  private Twins() {}

  static List<String> check(Site site) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path[] pair : site.twins()) {
      if (Files.exists(pair[1])) {
        compare(site, Page.read(pair[0]), Page.read(pair[1]), problems);
      } else {
        problems.add(site.name(pair[0]) + " has no Chinese twin: " + site.name(pair[1]));
      }
    }
    return problems;
  }

  private static void compare(Site site, Page english, Page chinese, List<String> problems) {
    String where = site.name(chinese.file) + ": ";
    if (english.headings.size() != chinese.headings.size()) {
      problems.add(
          where
              + "has "
              + chinese.headings.size()
              + " headings, the English page "
              + english.headings.size());
      return;
    }
    for (int i = 0; i < english.headings.size(); i++) {
      Page.Heading original = english.headings.get(i);
      Page.Heading translated = chinese.headings.get(i);
      String section = where + "section \"" + translated.text() + "\" (" + original.text() + "): ";
      if (original.level() != translated.level()) {
        problems.add(section + "its heading is of level " + translated.level());
      }
      if (!translated.anchor().equals(original.slug())) {
        problems.add(section + "put <a id=\"" + original.slug() + "\"></a> above its heading");
      }
      if (!translated.stamp().equals(original.hash())) {
        problems.add(
            section
                + "the English section has changed since it was translated; bring it up to date"
                + " and put <!-- en "
                + original.hash()
                + " --> above its heading");
      }
    }
    if (!infosAndTexts(english).equals(infosAndTexts(chinese))) {
      problems.add(where + "its code, output and command blocks are not those of the English page");
    }
    Set<String> missing = destinations(english);
    missing.removeAll(destinations(chinese));
    if (!missing.isEmpty()) {
      problems.add(where + "lacks links that the English page has: " + missing);
    }
    List<String> pictures = english.pictures.stream().map(Page.Reference::to).toList();
    List<String> twins =
        pictures.stream().map(to -> to.replace("pictures/", "pictures/zh/")).toList();
    if (!twins.equals(chinese.pictures.stream().map(Page.Reference::to).toList())) {
      problems.add(
          where + "its pictures are not those of the English page, which are here: " + twins);
    }
  }

  /** Where the links of a page lead, whichever of the two languages stands there. */
  private static Set<String> destinations(Page page) {
    return page.links.stream()
        .map(link -> link.to().replace("README.zh-CN.md", "README.md").replace("zh/", "en/"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> infosAndTexts(Page page) {
    return page.blocks.stream().map(block -> block.info() + "\n" + block.text()).toList();
  }
}
