package processpool.node;

import java.io.IOException;
import processpool.schedule.Chunk;
import processpool.schedule.Limits;
import processpool.schedule.Outcome;
import processpool.schedule.WorkerId;
import processpool.wire.FunctionCode;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/** A chunk on a node: bytes that came from the driver, for a worker, and back. */
final class Relayed extends Chunk {
  final int number;
  private final long timeoutNanos;
  private final FunctionCode function;
  private final Link driver;
  private MessageWriter arguments = new MessageWriter();

  Relayed(
      int number,
      int calls,
      long timeoutNanos,
      FunctionCode function,
      MessageReader arguments,
      Link driver) {
    super(calls);
    this.number = number;
    this.timeoutNanos = timeoutNanos;
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
    return new Limits(timeoutNanos, 0);
  }

  @Override
  public long size() {
    return arguments.length();
  }

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
    MessageWriter replied = Link.message(ToDriver.REPLIED).putInt(number);
    driver.send(replied.putInt(first).putInt(count).putRest(outcomes));
  }

  @Override
  protected void begunBy(WorkerId who) {}

  @Override
  protected void record(int call, Outcome outcome) {}

  @Override
  protected void ended(int until, Outcome rest) {}
}
