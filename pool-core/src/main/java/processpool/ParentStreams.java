package processpool;

import java.io.PrintStream;
import processpool.events.Log;
import processpool.schedule.Scheduler;

/** Prints what tasks print to this program's own streams, as they are at that moment. */
final class ParentStreams implements Scheduler.Printer {
  /** One call, so that lines stay whole. */
  @Override
  public void print(int stream, byte[] text, int offset, int length) {
    PrintStream to = stream == 1 ? System.out : System.err;
    try {
      to.write(text, offset, length);
      to.flush();
    } catch (RuntimeException | Error e) {
      Log.warning("the program's own print stream failed", e);
    }
  }
}
