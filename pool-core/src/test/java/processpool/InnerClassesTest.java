package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An inner class takes the object around it along, unseen: who is refused for that is told which
 * class it is, and what to do about it, in words of the source.
 */
@Timeout(120)
class InnerClassesTest {
  private static ProcessPool pool;

  private int price = 3;

  @BeforeAll
  static void startPool() {
    pool = new ProcessPool(1);
  }

  @AfterAll
  static void endPool() throws InterruptedException {
    pool.terminate();
    assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
  }

  class Order implements Serializable {
    int sum() {
      return 2 * price;
    }

    SerializableCallable<Integer> asTask() {
      return () -> sum();
    }
  }

  static class FixedOrder implements Serializable {
    final int price = 3;
  }

  private static void assertMakeStatic(String message) {
    assertThat(message)
        .contains(
            "processpool.InnerClassesTest, the enclosing instance of the inner class"
                + " InnerClassesTest.Order, is not serializable; make that class static:"
                + " an inner class takes its enclosing instance along")
        .doesNotContain("implement java.io.Serializable");
  }

  @Test
  void anArgumentOfAnInnerClass() throws Exception {
    Order order = new Order();
    assertMakeStatic(Refusals.of(() -> pool.applyAsync(x -> 1, order)));
    int three = pool.apply(x -> x.price, new FixedOrder());
    assertThat(three).as("as it is told").isEqualTo(3);
  }

  @Test
  void aCapturedOne() {
    Order order = new Order();
    assertMakeStatic(Refusals.of(() -> pool.applyAsync(() -> order.sum())));
  }

  @Test
  void aLambdaWrittenInOneThatUsesItsFieldsAndMethods() {
    String message = Refusals.of(() -> pool.applyAsync(new Order().asTask()));
    assertMakeStatic(message);
    assertThat(message).contains("it uses a field or method of the object that it is written in");
  }

  @Test
  void aTaskThatIsAnAnonymousOrLocalClass() {
    SerializableCallable<Integer> anonymous =
        new SerializableCallable<>() {
          @Override
          public Integer call() {
            return price;
          }
        };
    assertThat(Refusals.of(() -> pool.applyAsync(anonymous)))
        .contains("the enclosing instance of an anonymous class in InnerClassesTest,")
        .contains("write a static nested class in its place")
        .doesNotContain("implement java.io.Serializable");
    class Local implements Serializable {
      int ask() {
        return price;
      }
    }
    assertThat(Refusals.of(() -> pool.applyAsync(x -> 1, new Local())))
        .contains("the enclosing instance of the local class Local in InnerClassesTest,")
        .contains("write a static nested class in its place");
  }

  private static SerializableCallable<Integer> using(Object lock) {
    return new SerializableCallable<>() {
      @Override
      public Integer call() {
        return lock.hashCode();
      }
    };
  }

  @Test
  void aVariableThatAnAnonymousClassUses() {
    assertThat(Refusals.of(() -> pool.applyAsync(using(new Object()))))
        .contains(
            "java.lang.Object, the captured variable lock of an anonymous class in"
                + " InnerClassesTest, is not serializable; ");
  }

  class Plain {}

  @Test
  void oneThatIsNotSerializableItselfIsToldBothAtOnce() {
    assertThat(Refusals.of(() -> pool.applyAsync(x -> 1, new Plain())))
        .contains("make it a static class that implements java.io.Serializable");
    assertThat(
            Refusals.of(
                () ->
                    pool.applyAsync(
                        x -> 1,
                        new Runnable() {
                          @Override
                          public void run() {
                            price++;
                          }
                        })))
        .contains("write a static nested class that implements java.io.Serializable in its place");
  }

  static class Till implements Serializable {
    final Object lock = new Object();

    class Receipt implements Serializable {
      Object of() {
        return lock;
      }
    }

    Receipt receipt() {
      return new Receipt();
    }
  }

  @Test
  void whatTheEnclosingInstanceHoldsIsTracedToTheInnerClass() {
    assertThat(Refusals.of(() -> pool.applyAsync(x -> 1, new Till().receipt())))
        .contains(
            "java.lang.Object, in field Till.lock, part of the enclosing instance of the inner class"
                + " InnerClassesTest.Till.Receipt, is not serializable; ")
        .contains(". Or make that class static: an inner class takes its enclosing instance along");
  }

  static class Maker {
    class Inside implements Serializable {
      Maker outside() {
        return Maker.this;
      }
    }
  }

  @Test
  void aResultOfAnInnerClass() {
    Throwable thrown = catchThrowable(() -> pool.apply(() -> new Maker().new Inside()));
    assertThat(thrown).hasCauseInstanceOf(NotSerializableException.class);
    Refusals.assertNoMadeUpName(thrown.getMessage());
    assertThat(thrown)
        .hasMessageContaining(
            "Maker, the enclosing instance of the inner class InnerClassesTest.Maker.Inside, is"
                + " not serializable, so the task's result cannot travel to the parent:"
                + " make that class static");
  }
}
