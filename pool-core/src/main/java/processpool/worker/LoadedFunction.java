package processpool.worker;

import java.io.IOException;
import processpool.wire.FunctionCode;
import processpool.wire.Loaders;
import processpool.wire.Target;

/**
 * A function as a worker holds it.
 *
 * @param target what to call
 * @param loader finds the classes of the function, its arguments, and whatever it asks for by name
 */
record LoadedFunction(Target target, ClassLoader loader) {

  /** Finds the function that FunctionCode wrote. */
  static LoadedFunction load(byte[] code, ParentClasses classes)
      throws IOException, ReflectiveOperationException {
    int number = FunctionCode.loader(code);
    try {
      return load(code, classes.loader(number));
    } catch (ClassNotFoundException | LinkageError missing) {
      if (number != Loaders.SYSTEM) {
        throw missing;
      }
      return load(code, classes.fetchForSystem());
    }
  }

  private static LoadedFunction load(byte[] code, ClassLoader loader)
      throws IOException, ReflectiveOperationException {
    return new LoadedFunction(FunctionCode.decode(code, loader), loader);
  }

  /** Makes the loader the thread's own too, where frameworks and ServiceLoader look. */
  void enter() {
    Thread.currentThread().setContextClassLoader(loader);
  }
}
