package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import processpool.Shared;
import processpool.cluster.net.Command;

/** A node on a machine whose disk is full, that of shared memory too. Needs root's mounts. */
class FullDiskTest extends Machines {
  private Path disk;

  @BeforeEach
  void fill() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    try {
      Command.run("mount", "-t", "tmpfs", "-o", "size=64k", "none", disk.toString());
    } catch (IOException cannot) {
      assumeTrue(false, "cannot mount a small disk here: " + cannot.getMessage());
    }
    try (OutputStream all = Files.newOutputStream(disk.resolve("all"))) {
      for (byte[] block = new byte[1024]; ; ) {
        all.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  @AfterEach
  void unmount() throws Exception {
    Command.run("umount", "-l", disk.toString());
  }

  @Test
  void tasksRunThereAllTheSame() throws Exception {
    NodeProcess node =
        NodeProcess.start(
            List.of("-Djava.io.tmpdir=" + disk, "-Dprocesspool.sharedMemory.folder=" + disk),
            Map.of(),
            "127.0.0.1:" + NodeProcess.freePort(),
            "--workers",
            "2");
    nodes.add(node);
    node.awaitReady();
    join();
    pool = cluster.pool().build();

    List<Integer> squares = pool.map(x -> x * x, upTo(100));
    assertThat(squares).startsWith(0, 1, 4).hasSize(100);
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) 7);
    byte[] back = pool.apply(bytes -> bytes, large);
    assertThat(back).isEqualTo(large);
    try (Shared<byte[]> shared = pool.share(large)) {
      List<Integer> seen = pool.map(i -> (int) shared.get()[i], upTo(10));
      assertThat(seen).containsOnly(7);
    }
  }
}
