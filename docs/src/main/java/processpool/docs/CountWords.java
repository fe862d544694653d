package processpool.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import processpool.ProcessPool;
import processpool.Shared;

/** Recipe: the words of many log files, counted but for those on a list that is sent once. */
public class CountWords {
  // region task
  static final Pattern SPACES = Pattern.compile("\\s+");

  static Map<String, Integer> count(Path file, Set<String> stop) throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .flatMap(SPACES::splitAsStream)
          .filter(word -> !stop.contains(word))
          .forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    return counts;
  }

  // endregion

  public static void main(String[] args) throws Exception {
    Path temporary = Files.createTempDirectory("words");
    try {
      Set<String> stopWords = Inputs.STOP_WORDS;
      List<Path> files = Inputs.logs(temporary, 12, Integer.getInteger("megabytes", 12));

      // region run
      ProcessPool pool = new ProcessPool();
      Shared<Set<String>> stop = pool.share(stopWords);
      Map<String, Integer> total = new HashMap<>();
      pool.imapUnordered(file -> count(file, stop.get()), files)
          .forEachRemaining(counts -> counts.forEach((w, n) -> total.merge(w, n, Integer::sum)));
      // endregion

      new TreeMap<>(total).forEach((word, n) -> System.out.println(word + ": " + n));
      pool.close();
      pool.join();
    } finally {
      Inputs.delete(temporary);
    }
  }
}
