package processpool.example3.exercises;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import processpool.ProcessPool;
import processpool.SerializableFunction;

/** Exercise 22, wrong: scales in main's own process. */
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
    List<Integer> widths = new ArrayList<>();
    for (String photo : photos) {
      widths.add(scale.apply(photo));
    }
    return widths;
  }
}
