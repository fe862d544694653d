package processpool.watch;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import processpool.timeline.Run;

/** What to do about a run, the most important first. */
enum Advice {
  /** Tasks fail, so this comes before all that only takes time. */
  HEAP_TOO_SMALL {
    @Override
    Optional<String> of(Facts facts) {
      return facts.outOfHeap() == 0
          ? Optional.empty()
          : Optional.of(
              count(facts.outOfHeap(), "task")
                  + " ran out of heap: give workers more, as in jvmOptions(\"-Xmx1g\"), or give"
                  + " each task less at a time.");
    }
  },

  /** No worker can help with what is not there: at least one was idle at any time. */
  TOO_FEW_TASKS {
    @Override
    Optional<String> of(Facts facts) {
      int tasks = facts.tasksAtATime();
      int workers = facts.workers();
      return tasks == 0 || tasks >= workers
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "there were never more than %s at a time for %s: submit more before you wait for"
                      + " a result, use smaller chunks, or make a pool of %d.",
                  count(tasks, "task"),
                  count(workers, "worker"),
                  tasks));
    }
  },

  /** Bringing them here takes time, most of all if they are many objects, and memory twice. */
  RESULTS_TOO_LARGE {
    @Override
    Optional<String> of(Facts facts) {
      long tasks =
          facts.run().bars().stream()
              .filter(bar -> bar.outcome() == Run.Outcome.FINISHED)
              .mapToLong(Run.Bar::calls)
              .sum();
      double aSecond = facts.resultBytes() / Math.max(1e-9, facts.busySeconds());
      return facts.resultBytes() < MUCH || aSecond < MUCH_A_SECOND
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "the results of %s were %.0f MB, %.0f MB for each second that workers were busy,"
                      + " and all of it was copied and read here: return less, such as a summary,"
                      + " or write it to a file and return where it is.",
                  count(tasks, "call"),
                  facts.resultBytes() / 1e6,
                  aSecond / 1e6));
    }
  },

  /** What hands tasks over is then as busy as what runs them. */
  TASKS_TOO_SMALL {
    @Override
    Optional<String> of(Facts facts) {
      // Of many short tasks only the sum is known well, as their replies are read in batches.
      DoubleSummaryStatistics seconds =
          facts.run().bars().stream()
              .filter(bar -> bar.calls() == 1 && bar.outcome() == Run.Outcome.FINISHED)
              .collect(Collectors.summarizingDouble(bar -> bar.to() - bar.from()));
      return seconds.getCount() < MANY || seconds.getAverage() >= SMALL_SECONDS
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "%d tasks of a single call took %s each on average, much of which is handing them"
                      + " over: use map, which sends calls in chunks, without a chunk size or with"
                      + " a larger one.",
                  seconds.getCount(),
                  InsightsTable.time(seconds.getAverage())));
    }
  };

  /**
   * A map of 4,000 calls of 50 or 100 us took twice as long in chunks of one as in its own, on two
   * busy processors, while somebody listened; of calls of 500 us it took a tenth to a half longer.
   */
  static final double SMALL_SECONDS = 100e-6;

  /**
   * Tasks of 1 to 20 ms whose results were lists and maps took a third to twice longer than without
   * those at 30 to 50 MB a busy second, and byte arrays hardly longer at 150, half longer at 370.
   * Of objects there never were more than 90, as reading them then takes all the time.
   */
  static final double MUCH_A_SECOND = 50e6;

  /** Less is here in a moment: not worth a change of the program. */
  static final double MUCH = 50e6;

  /** Fewer are over in a tenth of a second: not worth a change of the program. */
  static final int MANY = 1_000;

  /** A sentence, if there is anything to say. */
  abstract Optional<String> of(Facts facts);

  /** One sentence about a run. */
  static String about(Facts facts) {
    return Arrays.stream(values())
        .flatMap(rule -> rule.of(facts).stream())
        .findFirst()
        .orElse("none, no rule applies to this run.");
  }

  static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
