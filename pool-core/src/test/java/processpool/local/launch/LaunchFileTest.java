package processpool.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Conformance line 74: files of killed programs are removed, whatever lies beside them. */
class LaunchFileTest {
  /** Above what any system gives a process. */
  private static final String NOBODY = "4194399";

  private static Path folder() throws Exception {
    Path probe = LaunchFile.make(".args", new byte[0]);
    LaunchFile.delete(probe);
    return probe.getParent();
  }

  private static Path old(Path folder, String name) throws Exception {
    Path file = Files.createFile(folder.resolve(name));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
    return file;
  }

  @Test
  void anOddNameDoesNotEndTheSweep() throws Exception {
    Path folder = folder();
    List<String> oddNames =
        List.of(
            "processpool-0x-1.args",
            "processpool-1e9-1.args",
            "processpool-99999999999999999999999-1.args",
            "processpool-1.args",
            "processpool--1.args");
    List<Path> odd = new java.util.ArrayList<>();
    for (String name : oddNames) {
      odd.add(old(folder, name));
    }
    List<Path> forgotten = new java.util.ArrayList<>();
    for (int i = 0; i < 20; i++) {
      forgotten.add(
          old(folder, "processpool-" + NOBODY + "-" + i + (i % 2 == 0 ? ".args" : ".jar")));
    }
    Path blocked = folder.resolve("processpool-" + NOBODY + "-folder.args");
    Files.createDirectories(blocked.resolve("inside"));
    Files.setLastModifiedTime(blocked, FileTime.from(Instant.now().minusSeconds(3600)));
    try {
      LaunchFile.delete(LaunchFile.make(".args", new byte[0]));
      assertThat(forgotten).allSatisfy(file -> assertThat(file).doesNotExist());
      assertThat(odd).allSatisfy(file -> assertThat(file).exists());
    } finally {
      Files.deleteIfExists(blocked.resolve("inside"));
      Files.deleteIfExists(blocked);
      for (Path file : odd) {
        Files.deleteIfExists(file);
      }
      for (Path file : forgotten) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "other permissions")
  void onlyItsUserCanReadOne() throws Exception {
    Path file = LaunchFile.make(".args", new byte[0]);
    try {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    } finally {
      LaunchFile.delete(file);
    }
  }
}
