package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract: a class that the other side cannot load is a clear error on that result alone.
 * Conformance line 19.
 */
@Timeout(180)
class ForeignClassTest {
  private final ProcessPool pool = new ProcessPool(2);

  @AfterEach
  void endPool() throws InterruptedException {
    pool.terminate();
    pool.join();
  }

  /** Compiles a class that exists in this process only; nobody can ask its loader for its bytes. */
  static Class<?> compile(String name, String body) throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    JavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return "public class " + name + " " + body;
          }
        };
    JavaFileManager files =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String type, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + type), kind) {
              @Override
              public OutputStream openOutputStream() {
                return bytes;
              }
            };
          }
        };
    assertThat(
            compiler
                .getTask(null, files, null, List.of("-proc:none"), null, List.of(source))
                .call())
        .isTrue();
    return new ClassLoader(ForeignClassTest.class.getClassLoader()) {
      Class<?> define() {
        byte[] code = bytes.toByteArray();
        return defineClass(name, code, 0, code.length);
      }
    }.define();
  }

  private static Object ghost() throws Exception {
    return compile("Ghost", "implements java.io.Serializable {}").getConstructor().newInstance();
  }

  @Test
  void anArgumentsClassThatTheWorkerCannotLoadFailsThatTaskAlone() throws Exception {
    Object ghost = ghost();
    List<Long> before = pool.map(x -> Tasks.pid(), List.of(1, 2, 3, 4), 1);
    for (int i = 0; i < 5; i++) {
      AsyncResult<Integer> lost = pool.applyAsync(x -> 1, ghost);
      AsyncResult<Integer> beside = pool.applyAsync(Tasks::square, 5);
      assertThatThrownBy(lost::get)
          .isInstanceOf(ExecutionException.class)
          .hasStackTraceContaining("Ghost");
      assertThat(beside.get()).isEqualTo(25);
    }
    assertThat(pool.workerPids()).as("no worker was lost").containsAll(before);
  }

  @Test
  void inAMapItFailsItsOwnItemAlone() throws Exception {
    Object ghost = ghost();
    ResultIterator<Integer> items = pool.imap(x -> 1, List.of("a", ghost, "b"), 3);
    assertThat(items.next()).isEqualTo(1);
    assertThatThrownBy(items::next).hasStackTraceContaining("Ghost");
    assertThat(items.next()).isEqualTo(1);
  }

  @Test
  void aResultsClassThatTheParentCannotLoadFailsThatTaskAlone() throws Exception {
    List<Long> before = pool.map(x -> Tasks.pid(), List.of(1, 2, 3, 4), 1);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> pool.apply(ForeignClassTest::ghost))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("pid=")
          .hasStackTraceContaining("Ghost");
      assertThat(pool.apply(Tasks::square, 5)).isEqualTo(25);
    }
    assertThat(pool.workerPids()).as("no worker was lost").containsAll(before);
  }

  static int raise() throws Exception {
    String body = "extends RuntimeException { public Odd() { super(\"told in words\"); } }";
    throw (RuntimeException) compile("Odd", body).getConstructor().newInstance();
  }

  @Test
  void anExceptionsClassThatTheParentCannotLoadArrivesAsText() throws Exception {
    assertThatThrownBy(() -> pool.apply(ForeignClassTest::raise))
        .cause()
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining("Odd")
        .hasMessageContaining("told in words")
        .hasMessageContaining("ForeignClassTest.raise");
    assertThat(pool.apply(Tasks::square, 5)).isEqualTo(25);
  }
}
