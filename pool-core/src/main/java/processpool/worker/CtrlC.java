package processpool.worker;

/**
 * Makes a worker deaf to Ctrl-C, which reaches every process of a terminal: ending the workers is
 * the parent's job. By a handler that does nothing, as the programs that tasks start do not inherit
 * that one; a signal that is ignored is ignored by them too.
 *
 * <p>Java has no supported way to handle a signal, so this uses what the JDK keeps for those who
 * must ({@code jdk.unsupported}), and does without where that is missing. Called directly: to look
 * it up by reflection would take a fifth of a start on JDK 25.
 */
final class CtrlC implements sun.misc.SignalHandler {
  private CtrlC() {}

  /** Before the worker says that it is ready. */
  static void ignore() {
    sun.misc.Signal.handle(new sun.misc.Signal("INT"), new CtrlC());
  }

  @Override
  public void handle(sun.misc.Signal signal) {
    // That is all there is to do.
  }
}
