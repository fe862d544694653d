package processpool.schedule;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** A chunk of calls that are nothing to anybody; it remembers how they ended. */
public class Nothing extends Chunk {
  private static final FunctionCode CODE = nothing();

  private final Limits limits;

  /** For each call that has an outcome, "returned" or the outcome's kind; null for none. */
  final List<String> outcomes = new ArrayList<>();

  volatile int timesEnded;

  public Nothing() {
    this(1, new Limits(0, 0));
  }

  Nothing(int calls, Limits limits) {
    super(calls);
    this.limits = limits;
    for (int i = 0; i < calls; i++) {
      outcomes.add(null);
    }
  }

  @Override
  public FunctionCode function() {
    return CODE;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public void putArguments(MessageWriter to, int first) {
    to.putInt(0);
  }

  @Override
  protected void dropArguments() {}

  @Override
  protected void begunBy(WorkerId who) {}

  @Override
  protected void record(MessageReader from, int first, int count, WorkerId who) {
    for (int call = first; call < first + count; call++) {
      outcomes.set(call, "returned");
    }
  }

  @Override
  protected void record(int call, Outcome outcome) {
    outcomes.set(call, outcome.getClass().getSimpleName());
  }

  @Override
  protected void ended(int until, Outcome rest) {
    timesEnded++;
    for (int call = until; rest != null && call < calls(); call++) {
      outcomes.set(call, rest.getClass().getSimpleName());
    }
  }

  private static FunctionCode nothing() {
    try {
      return FunctionCode.of((Runnable & Serializable) () -> {}, Runnable.class).code();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
