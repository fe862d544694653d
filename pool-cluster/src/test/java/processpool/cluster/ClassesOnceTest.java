package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import processpool.ProcessPool;
import processpool.SerializableCallable;

/** A node asks a driver for a class once, however many pools the driver has there. */
public class ClassesOnceTest extends Machines {
  /** What runs, of a class loader of its own. */
  public static final class Answer implements SerializableCallable<Integer> {
    private static final long serialVersionUID = 1L;

    /** For another loader. */
    public Answer() {}

    @Override
    public Integer call() {
      return 42;
    }
  }

  /** Notes what is read of it. */
  private static final class Noting extends ClassLoader {
    final List<String> read = new CopyOnWriteArrayList<>();

    Noting() {
      super(ClassesOnceTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Answer.class.getName())) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      read.add(name);
      return super.getResourceAsStream(name);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void theNextPoolsWorkersHaveIt() throws Exception {
    Noting loader = new Noting();
    SerializableCallable<Integer> answer =
        (SerializableCallable<Integer>)
            loader.loadClass(Answer.class.getName()).getDeclaredConstructor().newInstance();
    pool = nodes(1, 2).pool().build();
    assertThat(pool.applyAsync(answer).get(LONG)).isEqualTo(42);
    String file = Answer.class.getName().replace('.', '/') + ".class";
    assertThat(loader.read).containsOnlyOnce(file);

    ProcessPool second = cluster.pool().build();
    assertThat(second.applyAsync(answer).get(LONG)).isEqualTo(42);
    second.terminate();
    assertThat(second.join(LONG)).isTrue();

    assertThat(loader.read).containsOnlyOnce(file);
  }
}
