package processpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ContenderTest {

  @Test
  void thisPoolIsWatchedAndShares() throws Exception {
    try (Contenders contenders = new Contenders("", List.of())) {
      ContenderProcess contender = contenders.get(Contenders.POOL);
      contender.open(2);
      assertThat(contender.ask("watched micros=1000 batch=4 seconds=0"))
          .containsOnlyKeys("percent");
      assertThat(contender.ask("shared size=1000000 chunks=4")).containsOnlyKeys("seconds");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Contenders.POOL, Contenders.PP4J, Contenders.THREADS})
  void takesEveryKindOfWork(String name) throws Exception {
    try (Contenders contenders = new Contenders("", List.of())) {
      ContenderProcess contender = contenders.get(name);
      contender.open(2);

      assertThat(contender.ask("latency seconds=0.01")).containsOnlyKeys("p50", "p99");
      assertThat(contender.ask("echo size=1024 seconds=0")).containsOnlyKeys("rate");
      assertThat(contender.ask("async batch=10 seconds=0")).containsOnlyKeys("rate");
      assertThat(contender.ask("sleepers workers=2 ms=1 seconds=0.01"))
          .containsOnlyKeys("p50", "rate");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Contenders.RING, Contenders.PIPE})
  void carriesBytesThereAndBackUnchanged(String name) throws Exception {
    try (Contenders contenders = new Contenders("", List.of())) {
      ContenderProcess contender = contenders.get(name);
      contender.open(1);

      assertThat(contender.ask("latency seconds=0.01")).containsOnlyKeys("p50", "p99");
      assertThat(contender.ask("async batch=100000 seconds=0")).containsOnlyKeys("rate");
      // More than the ring, or the pipe, holds; the contender compares what comes back.
      assertThat(contender.ask("echo size=1000000 seconds=0")).containsOnlyKeys("rate");
      assertThat(contender.ask("map batch=10 seconds=0")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"map", "mapSingly", "imap", "callbacks"})
  void poolMaps(String order) throws Exception {
    try (Contenders contenders = new Contenders("", List.of())) {
      ContenderProcess contender = contenders.get(Contenders.POOL);
      contender.open(2);

      Map<String, Double> answer = contender.ask(order + " batch=100 seconds=0");

      assertThat(answer.get("rate")).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Contenders.POOL, Contenders.CPYTHON_POOL})
  void holdsAListWithoutBeingOpened(String name) throws Exception {
    try (Contenders contenders = new Contenders("python3", List.of())) {
      for (ContenderProcess contender : contenders.get(List.of(name))) {
        assertThat(contender.ask("hold count=10").get("held")).isEqualTo(10);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Contenders.POOL, Contenders.CPYTHON_POOL, Contenders.CPYTHON_EXECUTOR})
  void startsUntilAllHaveAnswered(String name) throws Exception {
    try (Contenders contenders = new Contenders("python3", List.of())) {
      for (ContenderProcess contender : contenders.get(List.of(name))) {
        assertThat(contender.ask("start workers=3").get("seconds")).isPositive();
      }
    }
  }
}
