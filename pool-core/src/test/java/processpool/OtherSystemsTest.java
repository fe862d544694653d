package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other systems lack, taken away on this one. */
@Timeout(60)
class OtherSystemsTest {
  private static final String EXPECTED =
      """
      said [1, 4, 9]
      died: 7
      printed 进程 é
      deaths 1
      """;

  /** Everyday use, and a death. */
  static class Day {
    private static void exit() {
      System.exit(7);
    }

    public static void main(String[] args) throws Exception {
      ProcessPool pool = ProcessPool.builder().processes(2).jvmOptions("-Dsecret=said").build();
      String said = pool.apply(() -> System.getProperty("secret"));
      System.out.println(said + " " + pool.map(x -> x * x, List.of(1, 2, 3)));
      try {
        pool.runAsync(Day::exit).get();
      } catch (ExecutionException e) {
        System.out.println("died: " + ((WorkerDiedException) e.getCause()).exitCode());
      }
      pool.runAsync(() -> System.out.println("printed 进程 é")).get();
      System.out.println("deaths " + pool.stats().deaths());
      pool.close();
      pool.join();
    }
  }

  private static void isAsEver(ProcessBuilder command) throws Exception {
    Programs.Ended ended = Programs.run(command);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().replace("\r\n", "\n")).isEqualTo(EXPECTED);
    assertThat(ended.exitCode()).isZero();
  }

  @ParameterizedTest
  @EnabledOnOs(value = OS.LINUX, disabledReason = "hides parts of Linux")
  @ValueSource(strings = {"mount -t tmpfs none /proc", "mount --bind /dev/null /bin/sh"})
  void withoutProcOrShell(String hide) throws Exception {
    List<String> apart =
        List.of("unshare", "--mount", "/bin/sh", "-c", hide + " && exec \"$@\"", "sh");
    List<String> look = new ArrayList<>(apart);
    look.add("/bin/true");
    if (Programs.run(new ProcessBuilder(look)).exitCode() != 0) {
      abort("only root may hide them: " + hide);
    }
    ProcessBuilder command = Programs.command(Day.class, List.of());
    command.command().addAll(0, apart);
    String home = System.getProperty("java.home"); // which java itself asks /proc for
    command.environment().put("LD_LIBRARY_PATH", home + "/lib:" + home + "/lib/server");
    isAsEver(command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GBK", "windows-1252", "US-ASCII"})
  void whateverTheCodePage(String page) throws Exception {
    if (!Charset.isSupported(page)) {
      abort("this JDK knows no " + page);
    }
    ProcessBuilder command = Programs.command(Day.class, List.of("-Dfile.encoding=" + page));
    command.environment().put("LC_ALL", "C");
    isAsEver(command);
  }

  @Test
  void withoutWhatLinuxAloneHas() throws Exception {
    isAsEver(
        Programs.command(
            Day.class, List.of("-Dprocesspool.shell=false", "-Dprocesspool.sharedMemory=false")));
  }
}
