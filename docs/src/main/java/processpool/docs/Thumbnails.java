package processpool.docs;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import processpool.ProcessPool;
import processpool.ProgressListener;
import processpool.WorkerStats;

/** Recipe: thumbnails of many photos, while somebody kills a worker. */
public class Thumbnails {
  // region task
  static Path shrink(Path photo, Path folder) throws IOException {
    BufferedImage large = ImageIO.read(photo.toFile());
    int height = large.getHeight() * 160 / large.getWidth();
    BufferedImage small = new BufferedImage(160, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = small.createGraphics();
    canvas.drawImage(large, 0, 0, 160, height, null);
    canvas.dispose();
    Path thumbnail = folder.resolve(photo.getFileName());
    ImageIO.write(small, "jpg", thumbnail.toFile());
    return thumbnail;
  }

  // endregion

  public static void main(String[] args) throws Exception {
    Path temporary = Files.createTempDirectory("thumbnails");
    try {
      List<Path> photos = Inputs.photos(temporary, Integer.getInteger("photos", 24));
      Path folder = Files.createDirectory(temporary.resolve("small"));

      // region pool
      ProcessPool pool =
          ProcessPool.builder().taskTimeout(Duration.ofSeconds(30)).retries(1).build();
      // endregion

      ProgressListener bar =
          (done, total) -> {
            if (done == total) {
              System.out.println("done: " + done + " of " + total);
            }
          };
      Thread killer = new Thread(() -> killABusyWorker(pool));
      killer.setDaemon(true);
      killer.start();

      // region run
      List<Path> thumbnails = pool.withProgress(bar).map(photo -> shrink(photo, folder), photos, 1);
      // endregion

      killer.join();
      pool.close();
      pool.join();
      BufferedImage last = ImageIO.read(thumbnails.get(thumbnails.size() - 1).toFile());
      System.out.println("the last: " + last.getWidth() + " x " + last.getHeight());
      System.out.println("deaths: " + pool.stats().deaths());
    } finally {
      Inputs.delete(temporary);
    }
  }

  /** As a crash in the middle of a photo would. */
  private static void killABusyWorker(ProcessPool pool) {
    while (true) {
      for (WorkerStats worker : pool.stats().workers()) {
        if (worker.state() == WorkerStats.State.BUSY) {
          System.out.println("killing a worker");
          ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly);
          return;
        }
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
