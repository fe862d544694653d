package processpool.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No name that the compiler or the JVM made up is told to a learner. */
class NamesTest {

  @Test
  void theTypeOfALambdaBecomesTheClassItIsIn() {
    String jdk17 = "the task of type a.b.Ex18Travel$$Lambda$555/0x00007f5c2c1a3800 cannot travel";
    String jdk25 = "the task of type a.b.Ex18Travel$$Lambda/0x00007f5c2c1a3800 cannot travel";
    assertThat(Names.readable(jdk17))
        .isEqualTo(Names.readable(jdk25))
        .isEqualTo("the task, a lambda in Ex18Travel, cannot travel");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class a.Ex18Travel$$Lambda$555/0x00007f5c2c1a3800",
        "a.Ex18Travel$$Lambda/0x00007f5c2c1a3800@1b2c3d4e",
        "because the return value of \"a.Ex13$1.call()\" is null",
        "at a.Ex13.lambda$collect$0",
        "at a.Ex13.lambda$collect$d8f4e1b2$1",
        "a.Ex18Travel$Basket, in field .val$basket,",
        "in field Ex18Travel.this$0,",
        "b.Basket, in field Ex18Travel$$Lambda/0x00007f5c2c1a3800.arg$1, is not serializable",
        "a.Ex19Meet$1Local",
        "[processpool.AsyncResult@1b2c3d4e]"
      })
  void noDollarAndNoHexadecimalNumberIsLeft(String text) {
    assertThat(Names.readable(text)).doesNotContain("$").doesNotContain("0x", "1b2c3d4e");
  }

  @Test
  void namesOfTheSourceStay() {
    String text = "java.lang.Thread, in field Basket.owner, is not serializable; pid=71, at x@y.z";
    assertThat(Names.readable(text)).isEqualTo(text);
    assertThat(Names.readable("a.Ex18Travel$Basket")).isEqualTo("a.Ex18Travel.Basket");
  }
}
