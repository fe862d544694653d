package processpool.example3.exercises;

import java.time.Duration;
import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/**
 * Exercise 22: a limit for each call.
 *
 * <p>Thumbnails of many photos; now and then a broken photo keeps the library busy for ever. Scale
 * each photo in the pool's workers, and give each call the limit: one that takes longer is ended
 * with its worker, and counts as a width of -1; the others keep their results. The limit is for the
 * work itself: a photo that waits at the door for a free worker uses none of it. A view of the pool
 * can have a time limit of its own.
 *
 * <p>练习 22：每次调用的时限。
 *
 * <p>给许多照片做缩略图；偶尔有一张坏照片，会让图像库陷入死循环。 请在进程池的工作进程里缩放每张照片，每次调用都有时限：超时的连同工作进程一起结束，宽度记为 -1，其他照片的结果照常保留。
 * 时限只算执行的时间：照片在门口等空闲的工作进程，不占用它的时限。 进程池的视图可以有自己的时限。
 */
public final class Ex22LimitEach {
  private Ex22LimitEach() {}

  /**
   * Scales all photos. 缩放所有照片。
   *
   * @param pool serves the tasks / 处理任务的进程池
   * @param scale makes the thumbnail of one photo, and returns its width / 做一张照片的缩略图，返回宽度
   * @param photos one for each call / 每次调用一张
   * @param limit how long one call may run / 一次调用最多执行多久
   * @return the widths in the order of the photos, -1 for one over the limit / 按照片顺序排列的宽度，超时的为 -1
   * @throws Exception if you need it / 需要时可以抛出
   */
  static List<Integer> widths(
      ProcessPool pool,
      SerializableFunction<String, Integer> scale,
      List<String> photos,
      Duration limit)
      throws Exception {
    throw new UnsupportedOperationException("exercise Ex22LimitEach: not done yet");
  }
}
