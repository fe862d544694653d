package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another user of the machine neither reads nor ends what a pool has made, and what that user put
 * where a pool makes its files does no harm. Conformance lines 64 and 74.
 */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "becomes another user by setpriv")
class SecondUserTest {
  private static final String SETPRIV = "/usr/bin/setpriv";

  /** That of nobody, as a rule; it need not have a name. */
  private static final String OTHER = "65534";

  /** Above what any system gives a process. */
  private static final String GONE = "4194399";

  @BeforeEach
  void onlyRootBecomesAnother() {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    assumeThat(Path.of(SETPRIV)).exists();
  }

  /** What the other user does, and all that it is told. */
  private static String asAnother(String shell) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
                SETPRIV,
                "--reuid=" + OTHER,
                "--regid=" + OTHER,
                "--clear-groups",
                "/bin/sh",
                "-c",
                shell)
            .redirectErrorStream(true);
    command.environment().put("LC_ALL", "C");
    Process process = command.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(2);
      System.out.println(pool.map(Tasks::square, List.of(1, 2, 3)));
      pool.close();
      pool.join();
    }
  }

  @Test
  void whatAnotherPutThereDoesNoHarm(@TempDir Path folder) throws Exception {
    Path victim = Files.writeString(folder.resolve("victim"), "mine");
    List<String> made = new ArrayList<>();
    for (String place : List.of("/tmp", "/dev/shm")) {
      String begin = place + "/processpool-" + GONE + "-second-user-" + System.nanoTime();
      made.addAll(List.of(begin + "-link.args", begin + "-pipe.jar", begin + "-folder.args"));
    }
    try {
      for (int i = 0; i < made.size(); i += 3) {
        String all = made.get(i) + " " + made.get(i + 1) + " " + made.get(i + 2);
        assertThat(
                asAnother(
                    "ln -s "
                        + victim
                        + " "
                        + made.get(i)
                        + " && mkfifo "
                        + made.get(i + 1)
                        + " && mkdir "
                        + made.get(i + 2)
                        + " && touch -h -d '2 hours ago' "
                        + all))
            .isEmpty();
      }
      ProcessBuilder command =
          Programs.command(
              Program.class, List.of("-Djava.io.tmpdir=/tmp", "-Dprocesspool.shell=false"));
      command.environment().put("JDK_JAVA_OPTIONS", "-Dsome.thing=1"); // so that a file is needed
      assertThat(Programs.run(command).out()).contains("[1, 4, 9]");
      assertThat(victim).hasContent("mine");
    } finally {
      for (String file : made) {
        Files.deleteIfExists(Path.of(file));
      }
    }
  }

  @Test
  void anotherNeitherReadsNorEndsIt() throws Exception {
    String secret = "secret" + System.nanoTime();
    ProcessPool pool =
        ProcessPool.builder().processes(1).jvmOptions("-Dtheir.secret=" + secret).build();
    try (PathLog log = new PathLog()) {
      log.settle(pool);
      long worker = pool.workerPids().get(0);
      long parent = ProcessHandle.current().pid();
      String said =
          asAnother(
              "cd /proc; for p in "
                  + worker
                  + " "
                  + parent
                  + "; do cat $p/cmdline; cat $p/environ;"
                  + " ls -l $p/fd; for f in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do"
                  + " cat $p/fd/$f; done; kill -9 $p; done;"
                  + " cat /tmp/processpool-* /dev/shm/processpool-*");
      assertThat(said).doesNotContain(secret).contains("not permitted"); // to kill it
      assertThat(pool.workerPids()).containsExactly(worker);
      assertThat(pool.applyAsync(Tasks::square, 3).get(Duration.ofSeconds(30))).isEqualTo(9);
    } finally {
      pool.terminate();
      assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
    }
  }
}
