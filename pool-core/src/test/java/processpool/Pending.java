package processpool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Results that are to end, by name. */
final class Pending {
  private static final int PATIENT_SECONDS = 20;

  private final Map<String, AsyncResult<?>> results = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<?>> callbacks = new LinkedHashMap<>();

  /** One without a callback. */
  void noteAlone(String name, AsyncResult<?> result) {
    results.put(name, result);
  }

  /** One whose callback is to end, too. */
  void note(String name, AsyncResult<?> result) {
    noteAlone(name, result);
    callbacks.put(name, result.toCompletableFuture());
  }

  /** Waits for all of them; returns the names of those that never ended. */
  List<String> neverEnded() throws InterruptedException {
    List<String> never = new ArrayList<>();
    for (Map.Entry<String, AsyncResult<?>> one : results.entrySet()) {
      if (!one.getValue().await(Duration.ofSeconds(never.isEmpty() ? PATIENT_SECONDS : 1))) {
        never.add(one.getKey());
      }
    }
    for (Map.Entry<String, CompletableFuture<?>> one : callbacks.entrySet()) {
      try {
        one.getValue().get(never.isEmpty() ? PATIENT_SECONDS : 1, TimeUnit.SECONDS);
      } catch (ExecutionException failed) {
        continue;
      } catch (TimeoutException e) {
        never.add("callback of " + one.getKey());
      }
    }
    return never;
  }
}
