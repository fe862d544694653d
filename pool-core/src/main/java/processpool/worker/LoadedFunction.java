package processpool.worker;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import processpool.wire.FunctionCode;
import processpool.wire.Loaders;
import processpool.wire.MessageReader;
import processpool.wire.MessageWriter;

/**
 * A function as a worker holds it.
 *
 * @param handle takes an {@code Object[]} of the arguments
 * @param loader finds the classes of the function, its arguments, and whatever it asks for by name
 */
record LoadedFunction(MethodHandle handle, ClassLoader loader) {

  /**
   * Rebuilds a function.
   *
   * @param code what FunctionCode wrote
   * @param arity how many arguments it takes
   */
  static LoadedFunction load(byte[] code, int arity, ParentClasses classes)
      throws IOException, ReflectiveOperationException {
    int number = FunctionCode.loader(code);
    ClassLoader loader = classes.loader(number);
    try {
      return load(code, arity, loader);
    } catch (ClassNotFoundException | LinkageError missing) {
      if (number != Loaders.SYSTEM) {
        throw missing;
      }
      return load(code, arity, classes.fetchForSystem());
    }
  }

  private static LoadedFunction load(byte[] code, int arity, ClassLoader loader)
      throws IOException, ReflectiveOperationException {
    MessageWriter counted = new MessageWriter().putBytes(code);
    MessageReader framed = new MessageReader(counted.toByteArray(), counted.size());
    return new LoadedFunction(FunctionCode.decode(framed, arity, loader), loader);
  }

  /** Makes the loader the thread's own too, where frameworks and ServiceLoader look. */
  void enter() {
    Thread.currentThread().setContextClassLoader(loader);
  }
}
