package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartTest {
  static String opened = "";

  static void open(String what) {
    opened += what;
  }

  @Test
  void theInitializerRunsOncePerWorker() throws Exception {
    ProcessPool pool =
        ProcessPool.builder().processes(1).initializer(StartTest::open, "db").build();
    assertThat(pool.apply(() -> opened)).isEqualTo("db");
    assertThat(pool.apply(() -> opened)).isEqualTo("db");
    pool.close();
    pool.join();
  }

  @Test
  void aFailingInitializerBreaksThePool() throws Exception {
    ProcessPool pool =
        ProcessPool.builder()
            .processes(2)
            .initializer(
                () -> {
                  throw new IllegalArgumentException("no database");
                })
            .build();
    AsyncResult<Integer> present = pool.applyAsync(Tasks::square, 1);
    assertThatThrownBy(present::get)
        .cause()
        .isInstanceOf(BrokenPoolException.class)
        .hasMessageContaining("no database");
    assertThatThrownBy(() -> pool.apply(Tasks::square, 2))
        .hasCauseInstanceOf(BrokenPoolException.class);
    pool.close();
    pool.join();
  }

  @Test
  void aBadJvmOptionBreaksThePoolAndTheJvmsWordsAreShown() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(2).jvmOptions("-XX:+NoSuchThing").build();
    assertThatThrownBy(() -> pool.apply(Tasks::square, 2))
        .cause()
        .isInstanceOf(BrokenPoolException.class)
        .hasMessageContaining("NoSuchThing");
    pool.terminate();
    pool.join();
  }

  @Test
  void jvmOptionsReachTheWorkers() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(1).jvmOptions("-Dcolour=blue").build();
    assertThat(pool.apply(() -> System.getProperty("colour"))).isEqualTo("blue");
    pool.terminate();
    pool.join();
  }
}
