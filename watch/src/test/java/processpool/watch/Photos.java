package processpool.watch;

import java.util.concurrent.TimeUnit;

/** What the pool in the docs' pictures of the live page does. */
final class Photos {
  private Photos() {}

  /** Some take longer than others, and one is broken. */
  static int thumbnail(int photo) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(120 + photo * 7919L % 280);
    if (photo == 23) {
      throw new IllegalArgumentException("photo-23.jpg is no picture");
    }
    System.out.println("photo-" + photo + ".jpg: 240 x 160");
    return photo;
  }
}
