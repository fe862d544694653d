package processpool.wire;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What a function is called in reports: where it is written, and its method or that it is a lambda.
 */
final class FunctionName {
  private FunctionName() {}

  static String of(String owner, String method) {
    String simple = owner.substring(Math.max(owner.lastIndexOf('/'), owner.lastIndexOf('.')) + 1);
    boolean lambda = method.startsWith("lambda$");
    return simple.replace('$', '.') + "::" + (lambda ? "lambda" : method);
  }

  /** Of one that is called through its interface, as its class is closed to us or no lambda's. */
  static String of(Serializable function, Method called) {
    Class<?> type = function.getClass();
    if (!ReadableNames.isLambda(type)) {
      return of(type.getName(), called.getName());
    }
    SerializedLambda lambda = new Describing().describe(function);
    return lambda == null
        ? of(type.getName().substring(0, type.getName().indexOf("$$Lambda")), "lambda$")
        : of(lambda.getImplClass(), lambda.getImplMethodName());
  }

  /** Has Java's serialization describe a lambda, which may do so where we may not, and stops it. */
  private static final class Describing {
    private @Nullable SerializedLambda found;

    @Nullable SerializedLambda describe(Serializable function) {
      try (Stream stream = new Stream()) {
        stream.writeObject(function);
      } catch (IOException | RuntimeException stopped) {
        return found; // or it refuses to be serialized, which whoever sends it is told
      }
      return found;
    }

    private final class Stream extends ObjectOutputStream {
      Stream() throws IOException {
        super(OutputStream.nullOutputStream());
        enableReplaceObject(true);
      }

      @Override
      protected Object replaceObject(Object object) throws IOException {
        if (object instanceof SerializedLambda lambda) {
          found = lambda;
        }
        throw new IOException(); // that was all
      }
    }
  }
}
