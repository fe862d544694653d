package processpool.worker;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import processpool.wire.FunctionCode;
import processpool.wire.Loaders;

/**
 * A function as a worker holds it.
 *
 * @param handle takes an {@code Object[]} of what was captured and the arguments
 * @param parameters how long that array is
 * @param loader finds the classes of the function, its arguments, and whatever it asks for by name
 */
record LoadedFunction(MethodHandle handle, int parameters, ClassLoader loader) {

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
    FunctionCode.Target target = FunctionCode.decode(code, loader);
    return new LoadedFunction(target.handle(), target.parameters(), loader);
  }

  /** Makes the loader the thread's own too, where frameworks and ServiceLoader look. */
  void enter() {
    Thread.currentThread().setContextClassLoader(loader);
  }
}
