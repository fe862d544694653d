package processpool.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import processpool.FailedCall;
import processpool.PoolStats;
import processpool.ProcessPool;
import processpool.ResultIterator;

/** Recipe: a library that keeps memory for ever, and takes its JVM down with document 13. */
public class TameALibrary {
  /** Stands for the library, of which one has no source. */
  static final class Library {
    private static final List<byte[]> KEPT = new ArrayList<>();

    private Library() {}

    static int pages(int document) {
      KEPT.add(new byte[8 << 20]);
      if (document == 13) {
        Runtime.getRuntime().halt(134); // as native code that crashes
      }
      return 1 + document % 7;
    }
  }

  public static void main(String[] args) throws Exception {
    // region pool
    ProcessPool pool =
        ProcessPool.builder()
            .processes(2)
            .jvmOptions("-Xmx256m")
            .maxMemoryPerChild(200L << 20)
            .retries(1)
            .build();
    // endregion
    List<Integer> documents = IntStream.range(0, 100).boxed().toList();

    // region run
    int pages = 0;
    ResultIterator<Integer> results = pool.imap(Library::pages, documents);
    while (results.hasNext()) {
      try {
        pages += results.next();
      } catch (CompletionException e) {
        long document = ((FailedCall) e).index().orElseThrow();
        String why = e.getCause().getClass().getSimpleName();
        System.out.println("document " + document + ": " + why);
      }
    }
    // endregion
    System.out.println("pages: " + pages);

    pool.close();
    pool.join();
    PoolStats stats = pool.stats();
    System.out.println("deaths: " + stats.deaths() + ", retirements=" + stats.retirements());
  }
}
