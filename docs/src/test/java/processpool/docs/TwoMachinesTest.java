package processpool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The driver for two machines, with two nodes and a key as its page says: all on this one. */
@Timeout(240)
class TwoMachinesTest {
  private static final Path PAGE = Path.of("en/more-machines.md");
  private static final String PASSWORD = "a password";

  static {
    System.setProperty("jgroups.use.jdk_logger", "true"); // as the program has it
  }

  @TempDir Path folder;

  /** The page's own command. */
  private Path makeKey() throws Exception {
    String line =
        Files.readAllLines(PAGE).stream()
            .filter(one -> one.startsWith("keytool "))
            .findFirst()
            .orElseThrow();
    List<String> command = new ArrayList<>(List.of(line.split(" ", -1)));
    command.set(0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-storepass:env", "KEY_PASSWORD"));
    ProcessBuilder keytool =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    keytool.environment().put("KEY_PASSWORD", PASSWORD);
    Process process = keytool.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return folder.resolve("pool.p12");
  }

  private static LocalNode startNode(String... options) throws Exception {
    ProcessBuilder command = LocalNode.command(options);
    command.environment().put("PROCESSPOOL_PASSWORD", PASSWORD);
    return LocalNode.start(command);
  }

  @Test
  void nodesAndDriverMeetByTheKeyThatThePageMakes() throws Exception {
    Path key = makeKey();
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (LocalNode first = startNode("--workers", "1", "--credentials", key.toString());
        LocalNode second =
            startNode(
                "--workers", "1", "--credentials", key.toString(), "--join", first.address())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      String[] nodes = {first.address(), second.address()};
      TwoMachines.drive("127.0.0.1", nodes, key, PASSWORD.toCharArray());
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .contains(first.address(), second.address())
          .contains("[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]");
    } finally {
      System.setOut(before);
    }
  }
}
