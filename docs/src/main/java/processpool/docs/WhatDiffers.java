package processpool.docs;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import processpool.ProcessPool;

/** What a worker does otherwise without a word, and what to write in place of it. */
public class WhatDiffers {
  /** The pool warns of the first of them; a program shows its log, a page does not. */
  private static final Logger LOG = Logger.getLogger("processpool");

  // region superclass
  /** Not serializable, so what it holds stays behind. */
  static class Named {
    String name = "(nobody)";
  }

  static class Person extends Named implements Serializable {
    private static final long serialVersionUID = 1;
    int age;

    Person(String name, int age) {
      this.name = name;
      this.age = age;
    }
  }

  static String show(Person person) {
    return person.name + ", " + person.age;
  }

  // endregion

  /** Counts in each worker how often it is read from bytes there. Its rows are all 0. */
  static class Table implements Serializable {
    private static final long serialVersionUID = 1;
    static int read;
    int[] rows = new int[1000];

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      read++;
      in.defaultReadObject();
    }
  }

  // region table
  static Table table;

  static void keep(Table given) {
    table = given;
  }

  static int lookUp(int row) {
    return table.rows[row] + Table.read;
  }

  // endregion

  static String nameOf(String file) {
    return Path.of(file).getFileName().toString();
  }

  static int nap(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
    return millis;
  }

  public static void main(String[] args) throws ExecutionException, InterruptedException {
    LOG.setLevel(Level.OFF);
    ProcessPool pool = new ProcessPool(2);

    // region println
    int doubled = pool.apply(x -> x * 2, 21);
    System.out.println("doubled: " + doubled);
    // endregion

    // region lost
    Person ann = new Person("Ann", 30);
    System.out.println("here: " + show(ann));
    System.out.println("in a worker: " + pool.apply(WhatDiffers::show, ann));
    // endregion

    // region captured
    List<Integer> rows = IntStream.range(0, 100).boxed().toList();
    Table large = new Table();
    List<Integer> reads = pool.map(row -> large.rows[row] + Table.read, rows, 1);
    System.out.println("captured: read for each chunk: " + (Collections.max(reads) >= 50));
    // endregion

    // region kept
    ProcessPool keeping =
        ProcessPool.builder().processes(2).initializer(WhatDiffers::keep, large).build();
    List<Integer> readsHere = keeping.map(WhatDiffers::lookUp, rows, 1);
    System.out.println("kept: read for each chunk: " + (Collections.max(readsHere) >= 50));
    // endregion

    // region locale
    Locale.setDefault(Locale.forLanguageTag("eo"));
    System.out.println("here: " + Locale.getDefault());
    ProcessPool later = new ProcessPool(1);
    boolean same = later.apply(() -> Locale.getDefault().toString()).equals("eo");
    System.out.println("in a worker the same: " + same);
    ProcessPool told =
        ProcessPool.builder()
            .processes(1)
            .initializer(Locale::setDefault, Locale.getDefault())
            .build();
    System.out.println("in one that was told: " + told.apply(() -> Locale.getDefault().toString()));
    // endregion

    // region path
    Path file = Path.of("data", "words.txt");
    System.out.println("file: " + pool.apply(WhatDiffers::nameOf, file.toString()));
    // endregion

    // region unordered
    List<Integer> asTheyCome = new ArrayList<>();
    pool.imapUnordered(WhatDiffers::nap, List.of(900, 10)).forEachRemaining(asTheyCome::add);
    System.out.println("as they come: " + asTheyCome);
    // endregion

    // region future
    CompletableFuture<String> future =
        pool.applyAsync(WhatDiffers::nap, 5).toCompletableFuture().thenApply(n -> n + " slept");
    System.out.println("then: " + future.get());
    // endregion

    // region xmx
    ProcessPool small = ProcessPool.builder().processes(2).jvmOptions("-Xmx256m").build();
    System.out.println("small: " + small.apply(WhatDiffers::nap, 5));
    // endregion
  }
}
