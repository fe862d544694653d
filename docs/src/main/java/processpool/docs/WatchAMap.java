package processpool.docs;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import processpool.ProcessPool;
import processpool.watch.Insights;
import processpool.watch.ProgressBars;

/** A map with a progress bar, and what its run tells afterwards: one of two workers did nothing. */
public class WatchAMap {
  static String thumbnail(int picture) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(100);
    return "small " + picture;
  }

  public static void main(String[] args) throws Exception {
    // region insights
    Insights insights = new Insights();
    ProcessPool pool = ProcessPool.builder().processes(2).listener(insights).build();
    // endregion
    List<Integer> pictures = IntStream.range(0, 20).boxed().toList();
    // region bar
    List<String> thumbnails =
        pool.withProgress(ProgressBars.terminal("thumbnails"))
            .map(WatchAMap::thumbnail, pictures, 20);
    // endregion
    System.out.println("thumbnails: " + thumbnails.size());
    // region print
    pool.close();
    pool.join();
    insights.print();
    // endregion
  }
}
