package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The block "All of these compile, without a cast" of the contract. */
class CompilesWithoutCastTest {
  @Test
  void everyForm() throws Exception {
    ProcessPool pool = new ProcessPool(2);
    int k = 3;
    List<Integer> numbers = List.of(1, 2, 3);
    int i = 4;

    assertThat(pool.applyAsync(Tasks::square, i).get()).isEqualTo(16);
    pool.runAsync(Tasks::nothing, i).get();
    assertThat(pool.applyAsync(() -> k * k).get()).isEqualTo(9);
    pool.runAsync(() -> System.out.println(k)).get();
    List<Integer> a = pool.map(x -> x * x, List.of(1, 2, 3));
    List<Integer> b =
        pool.map(
            x -> {
              int y = x + 1;
              return y;
            },
            numbers,
            10);
    double c = pool.applyAsync(Math::sqrt, 4.0).get();
    int d = pool.apply(Math::floorMod, 5, 3);
    String e = pool.applyAsync(String::toUpperCase, "x").get();
    AsyncResult<Object> f =
        pool.applyAsync(
            () -> {
              throw new IOException("x");
            });

    assertThat(a).containsExactly(1, 4, 9);
    assertThat(b).containsExactly(2, 3, 4);
    assertThat(c).isEqualTo(2.0);
    assertThat(d).isEqualTo(2);
    assertThat(e).isEqualTo("X");
    assertThatThrownBy(f::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("pid=" + f.workerPid().orElseThrow())
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("x")
        .satisfies(
            thrown ->
                assertThat(thrown.getStackTrace()[0].getClassName())
                    .isEqualTo(CompilesWithoutCastTest.class.getName()));
    pool.terminate();
    pool.join();
  }
}
