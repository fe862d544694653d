package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What arrives says at least what it said in the worker: class, message, trace, causes and
 * suppressed, whatever its own methods do. Conformance lines 55 and 56.
 */
@Timeout(120)
class OddExceptionsTest {
  private static final Duration BOUND = Duration.ofSeconds(60);

  private static ProcessPool fresh;
  private static ProcessPool settled;

  @BeforeAll
  static void startPools() {
    fresh = new ProcessPool(1);
    settled = new ProcessPool(1);
    try (PathLog log = new PathLog()) {
      log.settle(settled);
    }
  }

  @AfterAll
  static void endPools() throws InterruptedException {
    fresh.terminate();
    settled.terminate();
    assertThat(fresh.join(BOUND)).isTrue();
    assertThat(settled.join(BOUND)).isTrue();
  }

  static class Unsendable {}

  static class Holder extends RuntimeException {
    final Unsendable held = new Unsendable();

    Holder(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static class NullMessage extends RuntimeException {
    @Override
    public @Nullable String getMessage() {
      return null;
    }
  }

  static class ThrowingMessage extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  static class ThrowingText extends RuntimeException {
    ThrowingText() {
      super("its message");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }
  }

  static class NullText extends RuntimeException {
    NullText() {
      super("its message");
    }

    @Override
    public @Nullable String toString() {
      return null;
    }
  }

  static class BlankText extends RuntimeException {
    BlankText() {
      super("its message");
    }

    @Override
    public String toString() {
      return " ";
    }
  }

  static class ThrowingTrace extends RuntimeException {
    ThrowingTrace() {
      super("its message");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no trace");
    }

    @Override
    public void printStackTrace(PrintWriter to) {
      throw new IllegalStateException("no trace");
    }
  }

  static class NullTrace extends RuntimeException {
    NullTrace() {
      super("its message");
    }

    @Override
    public StackTraceElement @Nullable [] getStackTrace() {
      return null;
    }

    @Override
    public void printStackTrace(PrintWriter to) {}
  }

  static class Unprintable extends RuntimeException {
    Unprintable() {
      super("its message");
    }

    @Override
    public void printStackTrace(PrintWriter to) {
      throw new IllegalStateException("not printed");
    }

    @Override
    public void printStackTrace(PrintStream to) {
      throw new IllegalStateException("not printed");
    }
  }

  static class ThrowingCause extends RuntimeException {
    ThrowingCause() {
      super("its message");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }
  }

  static class OwnCause extends RuntimeException {
    OwnCause() {
      super("its message");
    }

    @Override
    public synchronized Throwable getCause() {
      return this;
    }
  }

  /** Has a new cause whenever it is asked. */
  static class EndlessCauses extends RuntimeException {
    EndlessCauses() {
      super("its message");
    }

    @Override
    public synchronized Throwable getCause() {
      return new EndlessCauses();
    }
  }

  static class ThrowingFill extends RuntimeException {
    ThrowingFill() {
      super("its message");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** What it says is known only where it was thrown. */
  static class Forgetful extends RuntimeException {
    private final transient @Nullable String order;

    Forgetful(String order) {
      this.order = order;
    }

    @Override
    public String getMessage() {
      return order == null ? "nothing known" : "no such order: " + order;
    }
  }

  static class ForgetfulCause extends RuntimeException {
    private final transient @Nullable Throwable reason;

    ForgetfulCause(Throwable reason) {
      super("its message");
      this.reason = reason;
    }

    @Override
    public synchronized @Nullable Throwable getCause() {
      return reason;
    }
  }

  static class Mute extends RuntimeException {
    private final transient Object about = "its message";

    @Override
    public String getMessage() {
      return about.toString();
    }
  }

  static class RefusesToBeWritten extends RuntimeException {
    RefusesToBeWritten() {
      super("its message");
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      throw new InvalidObjectException("not written");
    }
  }

  static class RefusesToBeRead extends RuntimeException {
    RefusesToBeRead() {
      super("its message");
    }

    private void readObject(ObjectInputStream in) throws IOException {
      throw new StackOverflowError("not read");
    }
  }

  static class ReadsAsLess extends RuntimeException {
    ReadsAsLess() {
      super("its message", new IOException("why"));
    }

    Object readResolve() {
      return new RuntimeException();
    }
  }

  static class TextInItsPlace extends RuntimeException {
    TextInItsPlace() {
      super("its message");
    }

    Object writeReplace() {
      return "a text";
    }
  }

  record Customer(@Nullable String name) {}

  static int lengthOfName(Customer customer) {
    return customer.name().length();
  }

  static Throwable helpful() {
    try {
      throw new AssertionError(lengthOfName(new Customer(null)));
    } catch (NullPointerException e) {
      return e;
    }
  }

  static Throwable chain(int length) {
    Throwable chained = new IllegalArgumentException("the root of it all");
    for (int i = 1; i < length; i++) {
      chained = new Exception("link " + i, chained);
    }
    return chained;
  }

  static Throwable circle() {
    Exception a = new Exception("one half");
    Exception b = new Exception("other half", a);
    a.initCause(b);
    return a;
  }

  static Throwable suppressed(Throwable first) {
    Exception main = new IOException("its message");
    main.addSuppressed(new IllegalStateException("close failed", new Exception("deeply")));
    main.addSuppressed(first);
    return main;
  }

  static final String HELPFUL = "Cannot invoke \"String.length()\"";
  static final String PLACE = "OddExceptionsTest.java";

  /** What each must say, beside its class and the line that made it. */
  enum Odd {
    NULL_MESSAGE(NullMessage.class),
    THROWING_MESSAGE(ThrowingMessage.class),
    THROWING_TEXT(ThrowingText.class, "its message"),
    NULL_TEXT(NullText.class, "its message"),
    BLANK_TEXT(BlankText.class, "its message"),
    THROWING_TRACE(ThrowingTrace.class, "its message"),
    NULL_TRACE(NullTrace.class, "its message"),
    UNPRINTABLE(Unprintable.class, "its message"),
    THROWING_CAUSE(ThrowingCause.class, "its message"),
    OWN_CAUSE(OwnCause.class, "its message"),
    ENDLESS_CAUSES(EndlessCauses.class, "its message"),
    NO_FRAMES(ThrowingFill.class, "its message"),
    FORGETFUL(Forgetful.class, "no such order: 17"),
    FORGETFUL_INSIDE(IllegalStateException.class, "around", "no such order: 17"),
    FORGETFUL_CAUSE(ForgetfulCause.class, "its message", "FileNotFoundException: the cause"),
    FORGETFUL_SUPPRESSED(IOException.class, "its message", "no such order: 18"),
    MUTE(Mute.class, "its message"),
    REFUSES_TO_BE_WRITTEN(RefusesToBeWritten.class, "its message"),
    REFUSES_TO_BE_READ(RefusesToBeRead.class, "its message"),
    READS_AS_LESS(ReadsAsLess.class, "its message", "IOException: why"),
    TEXT_IN_ITS_PLACE(TextInItsPlace.class, "its message"),
    UNSENDABLE(Holder.class, "holds", "IOException: the cause"),
    UNSENDABLE_CAUSE(IOException.class, "outer", "inner", "FileNotFoundException: root"),
    HELPFUL_MESSAGE(NullPointerException.class, HELPFUL),
    HELPFUL_CAUSE(IllegalStateException.class, "wrapped", HELPFUL),
    HELPFUL_SUPPRESSED(IOException.class, "its message", HELPFUL, "close failed", "deeply"),
    CHAIN_OF_500(Exception.class, "link 499", "the root of it all"),
    CHAIN_OF_20000(Exception.class, "link 19999", "the root of it all"),
    ENDLESS_SUPPRESSED(IOException.class, "its message", "close failed", "one half", "other half"),
    CIRCLE(Exception.class, "one half", "other half");

    final Class<?> type;
    final List<String> says;

    Odd(Class<?> type, String... says) {
      this.type = type;
      this.says = List.of(says);
    }
  }

  static Throwable make(Odd which) {
    return switch (which) {
      case NULL_MESSAGE -> new NullMessage();
      case THROWING_MESSAGE -> new ThrowingMessage();
      case THROWING_TEXT -> new ThrowingText();
      case NULL_TEXT -> new NullText();
      case BLANK_TEXT -> new BlankText();
      case THROWING_TRACE -> new ThrowingTrace();
      case NULL_TRACE -> new NullTrace();
      case UNPRINTABLE -> new Unprintable();
      case THROWING_CAUSE -> new ThrowingCause();
      case OWN_CAUSE -> new OwnCause();
      case ENDLESS_CAUSES -> new EndlessCauses();
      case NO_FRAMES -> new ThrowingFill();
      case FORGETFUL -> new Forgetful("17");
      case FORGETFUL_INSIDE -> new IllegalStateException("around", new Forgetful("17"));
      case FORGETFUL_CAUSE -> new ForgetfulCause(new FileNotFoundException("the cause"));
      case FORGETFUL_SUPPRESSED -> suppressed(new Forgetful("18"));
      case MUTE -> new Mute();
      case REFUSES_TO_BE_WRITTEN -> new RefusesToBeWritten();
      case REFUSES_TO_BE_READ -> new RefusesToBeRead();
      case READS_AS_LESS -> new ReadsAsLess();
      case TEXT_IN_ITS_PLACE -> new TextInItsPlace();
      case UNSENDABLE -> new Holder("holds", new IOException("the cause"));
      case UNSENDABLE_CAUSE ->
          new IOException("outer", new Holder("inner", new FileNotFoundException("root")));
      case HELPFUL_MESSAGE -> helpful();
      case HELPFUL_CAUSE -> new IllegalStateException("wrapped", helpful());
      case HELPFUL_SUPPRESSED -> suppressed(helpful());
      case CHAIN_OF_500 -> chain(500);
      case CHAIN_OF_20000 -> chain(20_000);
      case ENDLESS_SUPPRESSED -> suppressed(circle());
      case CIRCLE -> circle();
    };
  }

  static int fail(Odd which) {
    return Tasks.<RuntimeException>sneakyThrow(make(which));
  }

  /** All that a user sees who prints what he caught. */
  private static String printed(Throwable caught) {
    StringWriter text = new StringWriter();
    try {
      caught.printStackTrace(new PrintWriter(text));
    } catch (RuntimeException | Error broken) {
      // The cause's own methods: what it printed before counts.
    }
    return text.toString();
  }

  private static void check(Odd which, Throwable caught) {
    assertThat(caught.getMessage()).contains(which.type.getName()).contains("in worker pid=");
    if (!which.says.isEmpty()) {
      assertThat(caught.getMessage()).contains(which.says.get(0));
    }
    String printed = printed(caught);
    which.says.forEach(what -> assertThat(printed).contains(what));
    if (which != Odd.NO_FRAMES) {
      assertThat(printed).contains(PLACE);
    }
  }

  @ParameterizedTest
  @EnumSource(Odd.class)
  void ofATask(Odd which) throws Exception {
    for (ProcessPool pool : List.of(fresh, settled)) {
      AsyncResult<Integer> result = pool.applyAsync(OddExceptionsTest::fail, which);
      check(which, catchThrowableOfType(ExecutionException.class, () -> result.get(BOUND)));
      check(which, catchThrowableOfType(ExecutionException.class, result::get));
      assertThat(pool.apply(Tasks::square, 3)).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @EnumSource(Odd.class)
  void ofAnItem(Odd which) throws Exception {
    List<Odd> arguments = new ArrayList<>(List.of(which, which));
    ResultIterator<Integer> results = settled.imap(OddExceptionsTest::fail, arguments, 2);
    check(which, catchThrowableOfType(CompletionException.class, () -> results.next(BOUND)));
    check(which, catchThrowableOfType(CompletionException.class, results::next));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FORGETFUL", "MUTE", "NULL_TEXT", "HELPFUL_MESSAGE", "HELPFUL_CAUSE", "UNSENDABLE"})
  void ofAnInitializer(Odd which) throws Exception {
    ProcessPool broken =
        ProcessPool.builder().processes(1).initializer(OddExceptionsTest::fail2, which).build();
    ExecutionException caught =
        catchThrowableOfType(ExecutionException.class, () -> broken.apply(Tasks::square, 2));
    assertThat(caught.getMessage()).contains(which.type.getName()).contains(which.says.get(0));
    assertThat(printed(caught)).contains(which.says).contains(PLACE);
    broken.terminate();
    broken.join();
  }

  static void fail2(Odd which) {
    int unused = fail(which);
  }

  @Test
  void theJvmsOwnWordsAreInTheExceptionItself() {
    for (ProcessPool pool : List.of(fresh, settled)) {
      ExecutionException caught =
          catchThrowableOfType(
              ExecutionException.class,
              () -> pool.apply(OddExceptionsTest::fail, Odd.HELPFUL_CAUSE));
      Throwable wrapped = caught.getCause();
      assertThat(wrapped).isExactlyInstanceOf(IllegalStateException.class);
      assertThat(wrapped.getCause())
          .isExactlyInstanceOf(NullPointerException.class)
          .hasMessageContaining(HELPFUL);
      assertThat(wrapped.getCause().getStackTrace()[0].getMethodName()).isEqualTo("lengthOfName");
    }
  }

  @Test
  void itsClassIsKeptThoughItSaysLess() {
    ExecutionException caught =
        catchThrowableOfType(
            ExecutionException.class, () -> fresh.apply(OddExceptionsTest::fail, Odd.FORGETFUL));
    assertThat(caught).hasCauseExactlyInstanceOf(Forgetful.class);
  }
}
