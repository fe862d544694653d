package processpool.worker;

import java.lang.reflect.Method;

/**
 * Ctrl-C reaches every process of a terminal; ending the workers is the parent's job. Java has no
 * supported way to ignore a signal, so this looks up what the JDK keeps for those who must, and
 * does without where that is missing. Only for workers that no shell has made deaf to it before.
 */
final class CtrlC {
  private CtrlC() {}

  static void ignore() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      handle.invoke(null, interrupt, handler.getField("SIG_IGN").get(null));
    } catch (ReflectiveOperationException | RuntimeException unsupported) {
      // The worker then ends on Ctrl-C a moment before its parent does.
    }
  }
}
