package processpool.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import processpool.wire.Failure;

/**
 * How a call ended that has no value. A call that returned is kept as its bare value, or as the
 * bytes of it: there are millions of those, and none is to pay for a wrapper.
 *
 * <p>What users see of each is decided in one place, a {@link Reader}, which the compiler holds to
 * saying something of every kind.
 */
public sealed interface Outcome {
  /**
   * It threw.
   *
   * @param failure what
   * @param who where
   */
  record Threw(Failure failure, WorkerId who) implements Outcome {
    @Override
    public <T> T read(Reader<T> reader) {
      return reader.threw(this);
    }
  }

  /**
   * It returned what cannot be read on this side.
   *
   * @param cause why
   * @param who where it ran
   */
  record Unreadable(Throwable cause, WorkerId who) implements Outcome {
    @Override
    public <T> T read(Reader<T> reader) {
      return reader.unreadable(this);
    }
  }

  /**
   * It never ran: its chunk is more than a message can hold.
   *
   * @param cause why
   */
  record Unsendable(Throwable cause) implements Outcome {
    @Override
    public <T> T read(Reader<T> reader) {
      return reader.unsendable(this);
    }
  }

  /**
   * Its worker ended while it ran.
   *
   * @param death how
   */
  record Lost(WorkerDeath death) implements Outcome {
    @Override
    public <T> T read(Reader<T> reader) {
      return reader.lost(this);
    }
  }

  /**
   * It took too long, and was ended together with its worker.
   *
   * @param who which worker
   * @param limit what was passed
   */
  record TimedOut(WorkerId who, Duration limit) implements Outcome {
    @Override
    public <T> T read(Reader<T> reader) {
      return reader.timedOut(this);
    }
  }

  /**
   * The pool cannot start workers.
   *
   * @param death how the last one ended before it was ready
   */
  record Broken(WorkerDeath death) implements Outcome {
    @Override
    public <T> T read(Reader<T> reader) {
      return reader.broken(this);
    }
  }

  /**
   * Somebody cancelled it.
   *
   * @param why for people
   */
  record Cancelled(String why) implements Outcome {
    @Override
    public <T> T read(Reader<T> reader) {
      return reader.cancelled(this);
    }
  }

  /**
   * Says something of each kind.
   *
   * @param <T> what it says
   */
  interface Reader<T> {
    /**
     * Of {@link Threw}.
     *
     * @param outcome which
     * @return what
     */
    T threw(Threw outcome);

    /**
     * Of {@link Unreadable}.
     *
     * @param outcome which
     * @return what
     */
    T unreadable(Unreadable outcome);

    /**
     * Of {@link Unsendable}.
     *
     * @param outcome which
     * @return what
     */
    T unsendable(Unsendable outcome);

    /**
     * Of {@link Lost}.
     *
     * @param outcome which
     * @return what
     */
    T lost(Lost outcome);

    /**
     * Of {@link TimedOut}.
     *
     * @param outcome which
     * @return what
     */
    T timedOut(TimedOut outcome);

    /**
     * Of {@link Broken}.
     *
     * @param outcome which
     * @return what
     */
    T broken(Broken outcome);

    /**
     * Of {@link Cancelled}.
     *
     * @param outcome which
     * @return what
     */
    T cancelled(Cancelled outcome);
  }

  /**
   * Hands this to the method of its kind.
   *
   * @param <T> what the reader says
   * @param reader says something of each kind
   * @return what it says
   */
  <T> T read(Reader<T> reader);

  /**
   * Which worker it happened in.
   *
   * @return {@link WorkerId#NOBODY} when in none
   */
  default WorkerId where() {
    WorkerId known =
        this instanceof Threw threw
            ? threw.who
            : this instanceof Unreadable unreadable
                ? unreadable.who
                : this instanceof Lost lost
                    ? lost.death.who()
                    : this instanceof TimedOut late ? late.who : null;
    return orNobody(known);
  }

  private static WorkerId orNobody(@Nullable WorkerId known) {
    return known == null ? WorkerId.NOBODY : known;
  }
}
