package processpool.cluster;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import processpool.schedule.Chunk;
import processpool.schedule.Limits;
import processpool.schedule.Outcome;
import processpool.schedule.WorkerId;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** A chunk on a node: bytes that came from the driver, for a worker, and back. */
final class Relayed extends Chunk {
  /** Its number with its worker. */
  final int number;

  final long arrived = System.nanoTime();

  /** How many of its calls the driver has been told to have begun. */
  int saidBegun;

  /** It is not to begin yet. */
  boolean held;

  private final int worker;
  private final Limits limits;
  private final FunctionCode function;
  private final Link driver;
  private MessageWriter arguments = new MessageWriter();

  Relayed(
      int worker,
      int number,
      int calls,
      long timeoutNanos,
      FunctionCode function,
      MessageReader arguments,
      Link driver) {
    super(calls);
    this.worker = worker;
    this.number = number;
    this.limits = new Limits(timeoutNanos, 0);
    this.function = function;
    this.driver = driver;
    this.arguments.putRest(arguments);
  }

  @Override
  public FunctionCode function() {
    return function;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public long size() {
    return arguments.length();
  }

  /** Once only: a worker that ends does not hand its chunks on here, the driver does. */
  @Override
  public void putArguments(MessageWriter to, int first) {
    to.putAll(arguments);
    dropArguments();
  }

  @Override
  protected void dropArguments() {
    arguments = new MessageWriter();
  }

  @Override
  protected void record(MessageReader outcomes, int first, int count, WorkerId who)
      throws IOException {
    MessageWriter replied = Link.message(ToDriver.REPLIED).putInt(worker).putInt(number);
    driver.sendInTurn(replied.putInt(first).putInt(count).putRest(outcomes));
  }

  @Override
  protected void begunBy(WorkerId who) {}

  @Override
  protected void record(int call, Outcome outcome) {}

  @Override
  protected void ended(int until, @Nullable Outcome rest) {}
}
