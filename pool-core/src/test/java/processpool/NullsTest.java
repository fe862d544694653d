package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Null where a method wants something: refused at the call, by the name of what is missing. */
@Timeout(60)
class NullsTest {
  private final ProcessPool pool = new ProcessPool(1);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  /** Where a task's argument, or what is shared, stands, null is a value like any other. */
  static Stream<Named<Method>> methods() {
    return Stream.of(
            ProcessPool.Builder.class, ProcessPool.class, AsyncResult.class, PoolExecutor.class)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isBridge())
        .filter(method -> Arrays.stream(method.getParameterTypes()).anyMatch(NullsTest::isNeeded))
        .map(method -> Named.of(method.toString().replaceAll("\\w+\\.", ""), method));
  }

  private static boolean isNeeded(Class<?> type) {
    return !type.isPrimitive() && type != Object.class;
  }

  private Object receiver(Class<?> type) {
    if (type == ProcessPool.Builder.class) {
      return ProcessPool.builder();
    }
    if (type == ProcessPool.class) {
      return pool;
    }
    return type == PoolExecutor.class ? pool.asExecutorService() : pool.applyAsync(() -> 1);
  }

  private static Object something(Class<?> type) {
    Class<?> boxed = MethodType.methodType(type).wrap().returnType();
    for (Object one :
        List.of(
            1,
            1L,
            false,
            "a",
            new String[] {"-Da=1"},
            Path.of("."),
            Duration.ofSeconds(1),
            TimeUnit.SECONDS,
            ByteBuffer.allocate(1),
            List.of((Callable<Integer> & Serializable) () -> 1),
            (SerializableFunction<Object, Object>) x -> x,
            (SerializableBiFunction<Object, Object, Object>) (x, y) -> x,
            (SerializableConsumer<Object>) x -> {},
            (SerializableCallable<Object>) () -> 1,
            (SerializableRunnable) () -> {},
            (Runnable & Serializable) () -> {})) {
      if (boxed.isInstance(one)) {
        return one;
      }
    }
    return Proxy.newProxyInstance(
        NullsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, all) -> null);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void areRefusedByName(Method method) throws Exception {
    Class<?>[] types = method.getParameterTypes();
    List<Integer> accepted = new ArrayList<>();
    for (int missing = 0; missing < types.length; missing++) {
      if (isNeeded(types[missing])) {
        Object[] arguments = Arrays.stream(types).map(NullsTest::something).toArray();
        arguments[missing] = null;
        try {
          method.invoke(receiver(method.getDeclaringClass()), arguments);
          accepted.add(missing);
        } catch (InvocationTargetException e) {
          assertThat(e.getCause())
              .as("parameter %s", missing)
              .isInstanceOf(NullPointerException.class);
          assertThat(e.getCause().getMessage()).as("parameter %s", missing).matches("\\w+");
        }
      }
    }
    assertThat(accepted).as("parameters that took null").isEmpty();
  }

  @Test
  void amongOptionsToo() {
    assertThatThrownBy(() -> ProcessPool.builder().jvmOptions("-Da=1", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("option");
  }
}
