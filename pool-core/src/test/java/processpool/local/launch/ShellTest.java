package processpool.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import processpool.worker.WorkerMain;

/** Conformance lines 28 and 58: what a shell does for a worker before there is one. */
@Timeout(60)
class ShellTest {
  @AfterEach
  void forget() {
    System.clearProperty(Shell.PROPERTY);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere a worker has to run first")
  void aProgramHearsCtrlCAsWithoutIt() throws Exception {
    Process plain = new ProcessBuilder("cat", "/proc/self/status").start();
    String status = new String(plain.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ignored(run("cat", "/proc/self/status"))).isEqualTo(ignored(status));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere there is no shell in between")
  void wordsAndProcessIdStayAsTheyAre() throws Exception {
    assertThat(run("printf", "%s|", "a b", "", "'$x' \"*\" \\", "é"))
        .isEqualTo("a b||'$x' \"*\" \\|é|");
    List<String> command = new ArrayList<>(Shell.INPUT_APART);
    command.addAll(List.of("cat", WorkerMain.LINK));
    Process cat = new ProcessBuilder(command).start();
    cat.outputWriter().append("read by cat\n").flush();
    assertThat(cat.inputReader().readLine()).isEqualTo("read by cat");
    assertThat(cat.info().command()).hasValueSatisfying(c -> assertThat(c).contains("cat"));
    cat.outputWriter().close();
    assertThat(cat.waitFor()).isZero();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere there is no shell in between")
  void whoReadsItsInputFindsNothing() throws Exception {
    assertThat(run("cat")).isEmpty();
  }

  private static List<String> ignored(String status) {
    return status.lines().filter(line -> line.startsWith("SigIgn")).toList();
  }

  @Test
  void canBeSwitchedOff() {
    System.setProperty(Shell.PROPERTY, "false");
    assertThat(Shell.isUsable(Set.of())).isFalse();
  }

  @Test
  void aShellThatMayWriteAFileNeedsAFolderForIt(@TempDir Path folder) throws Exception {
    Path missing = folder.resolve("missing");
    for (String name : List.of("dash", "busybox")) {
      assertThat(Shell.canHoldText(Files.createFile(folder.resolve(name)), missing)).isTrue();
    }
    for (String name : List.of("bash", "ksh")) {
      Path shell = Files.createFile(folder.resolve(name));
      assertThat(Shell.canHoldText(shell, missing)).as(name).isFalse();
      assertThat(Shell.canHoldText(shell, folder)).as(name).isTrue();
    }
    assertThat(Shell.canHoldText(missing, folder)).isFalse();
  }

  @Test
  void isNotUsedWhereItWouldForgetAVariable() {
    assertThat(Shell.passesOn(List.of("PATH", "_x1"))).isTrue();
    assertThat(Shell.passesOn(List.of("PATH", "my.setting"))).isFalse();
    assertThat(Shell.passesOn(List.of("a-b"))).isFalse();
    assertThat(Shell.passesOn(List.of("1a"))).isFalse();
  }

  private static String run(String... words) throws Exception {
    List<String> command = new ArrayList<>(Shell.INPUT_APART);
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }
}
