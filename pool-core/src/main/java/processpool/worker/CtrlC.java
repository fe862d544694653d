package processpool.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Makes a worker deaf to Ctrl-C, which reaches every process of a terminal: ending the workers is
 * the parent's job. By a handler that does nothing, as the programs that tasks start do not inherit
 * that one; a signal that is ignored is ignored by them too.
 *
 * <p>Java has no supported way to handle a signal, so this looks up what the JDK keeps for those
 * who must, and does without where that is missing. Done beside the first tasks, on a thread of its
 * own, as the first use of reflection takes a fifth of a start on JDK 25 (docs/decisions/0007). A
 * worker that Ctrl-C ends before is one that had hardly begun: it is replaced.
 */
final class CtrlC extends Thread implements InvocationHandler {
  /** The first tasks go before. */
  private static final long SETTLED_MILLIS = 50;

  private CtrlC() {
    super("pool-ctrl-c");
    setDaemon(true);
  }

  static void ignoreSoon() {
    try {
      new CtrlC().start();
    } catch (OutOfMemoryError noThread) {
      // As where it cannot be ignored at all.
    }
  }

  @Override
  public void run() {
    try {
      Thread.sleep(SETTLED_MILLIS);
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object nothing =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, this);
      Method handle = signal.getMethod("handle", signal, handler);
      Object unused =
          handle.invoke(null, signal.getConstructor(String.class).newInstance("INT"), nothing);
    } catch (ReflectiveOperationException | RuntimeException | InterruptedException unsupported) {
      // The worker then ends on Ctrl-C a moment before its parent does.
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> arguments != null && arguments[0] == proxy;
      case "toString" -> "ignores Ctrl-C";
      default -> null; // that is all there is to do
    };
  }
}
