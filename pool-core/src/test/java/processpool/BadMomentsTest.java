package processpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong for the first time may do so when no class can be loaded: without memory, or
 * without descriptors. So the pool loads what it needs for that before, while nothing goes wrong.
 */
class BadMomentsTest {
  private static final String MARK = "from now on things go wrong";
  private static final Pattern LOADED = Pattern.compile("\\[class,load\\] (processpool\\.\\S+) ");

  /** Lets everything go wrong that often does. */
  static class Program {
    static int fail(int x) {
      throw new IllegalStateException("failed " + x);
    }

    static int die(int x) {
      Runtime.getRuntime().halt(3);
      return x;
    }

    private static void ends(AsyncResult<?> result) throws Exception {
      try {
        var unused = result.get();
        System.out.println("ended well: " + result);
      } catch (ExecutionException | CancellationException asItShould) {
        return;
      }
    }

    private static void waitFor(AsyncResult<?> result) throws Exception {
      while (result.workerPid().isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }

    public static void main(String[] args) throws Exception {
      ProcessPool pool = ProcessPool.builder().processes(2).build();
      ProcessPool quick = pool.withTimeout(Duration.ofMillis(300));
      var squares = pool.map(Tasks::square, List.of(1, 2, 3, 4), 1);
      for (int i = 0; i < 100; i++) {
        squares = pool.map(Tasks::square, squares, 1);
        TimeUnit.MILLISECONDS.sleep(2);
      }
      AsyncResult<?> first = pool.applyAsync(Tasks::square, 1);
      first.get();
      System.out.println(first.workerPid().isPresent() + " " + quick.apply(Tasks::square, 2));
      Method load = Class.forName("processpool.local.BadMoments").getDeclaredMethod("load");
      load.setAccessible(true);
      load.invoke(null);
      System.out.println(MARK);
      ends(pool.applyAsync(Program::fail, 1));
      ends(pool.mapAsync(Program::fail, List.of(1, 2, 3), 1));
      ends(pool.applyAsync(Program::die, 1));
      ends(quick.applyAsync(Tasks::sleepForever));
      List<AsyncResult<?>> more = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        more.add(pool.applyAsync(Tasks::sleepForever));
      }
      waitFor(more.get(0));
      more.get(3).cancel(false);
      more.get(0).cancel(true);
      ends(more.get(3));
      ends(more.get(0));
      pool.terminate();
      ends(more.get(1));
      System.out.println("joined: " + pool.join(Duration.ofSeconds(20)));
    }
  }

  @Test
  void whatIsNeededThenIsLoadedBefore() throws Exception {
    Programs.Ended ended = Programs.run(Program.class, List.of("-Xlog:class+load=info"));
    List<String> lines = ended.out().lines().toList();
    assertThat(lines).as(ended.err()).contains(MARK, "joined: true");
    List<String> late = new ArrayList<>();
    for (String line : lines.subList(lines.indexOf(MARK), lines.size())) {
      Matcher loaded = LOADED.matcher(line);
      if (loaded.find() && isThePools(loaded.group(1))) {
        late.add(loaded.group(1));
      }
    }
    assertThat(late).isEmpty();
  }

  /** Neither this program's nor a lambda that something can do without. */
  private static boolean isThePools(String name) {
    boolean lambda = name.contains("Lambda");
    return !name.startsWith(BadMomentsTest.class.getName())
        && !name.startsWith(Tasks.class.getName())
        && !name.startsWith("processpool.schedule.ProgramEnd$")
        && (!lambda || name.startsWith("processpool.schedule."));
  }
}
