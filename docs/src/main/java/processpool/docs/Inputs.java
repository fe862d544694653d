package processpool.docs;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import processpool.ProcessPool;
import processpool.WorkerStats;

/** What recipes work on, made anew for each run, and removed after it. */
final class Inputs {
  static final Set<String> STOP_WORDS = Set.of("a", "and", "is", "of", "the", "to");

  private static final List<String> WORDS =
      List.of("the", "pool", "is", "a", "door", "and", "worker", "of", "process", "to", "task");

  private Inputs() {}

  /** Photos of 800 x 600 pixels, each another. */
  static List<Path> photos(Path folder, int count) throws IOException {
    System.setProperty("java.awt.headless", "true");
    List<Path> photos = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BufferedImage picture = new BufferedImage(800, 600, BufferedImage.TYPE_INT_RGB);
      for (int y = 0; y < 600; y++) {
        for (int x = 0; x < 800; x++) {
          picture.setRGB(x, y, (x * y / (i + 1)) & 0xffffff);
        }
      }
      Path photo = folder.resolve("photo-" + i + ".jpg");
      ImageIO.write(picture, "jpg", photo.toFile());
      photos.add(photo);
    }
    return photos;
  }

  /** Log files of so many megabytes together, the same in each run. */
  static List<Path> logs(Path folder, int files, int megabytes) throws IOException {
    List<Path> logs = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < files; i++) {
      StringBuilder text = new StringBuilder();
      while (text.length() < (megabytes << 20) / files) {
        text.append(WORDS.get(random.nextInt(WORDS.size())));
        text.append(random.nextInt(8) == 0 ? '\n' : ' ');
      }
      logs.add(Files.writeString(folder.resolve("day-" + i + ".log"), text.append('\n')));
    }
    return logs;
  }

  /** So that all workers have a part in what is shown, however slowly one of them starts. */
  static void awaitWorkers(ProcessPool pool) throws InterruptedException {
    while (pool.stats().workers().stream()
        .anyMatch(worker -> worker.state() == WorkerStats.State.STARTING)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
