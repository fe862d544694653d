package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that a pool shares: one copy for all workers, which can only read it. */
@Timeout(180)
class SharedBufferTest {
  private final ProcessPool pool = new ProcessPool(3);

  @TempDir Path folder;

  @AfterEach
  void endPool() throws InterruptedException {
    System.clearProperty(PathLog.FOLDER);
    pool.terminate();
    pool.join();
  }

  @Test
  void areAsTheyWereFromPositionToLimitAndInTheirOrder() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(1_000_016).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(8, 42).putInt(1_000_004, 43).position(8).limit(1_000_008);
    Shared<ByteBuffer> shared = pool.share(bytes);
    assertThat(bytes.position()).isEqualTo(8);
    assertThat(bytes.limit()).isEqualTo(1_000_008);
    bytes.putInt(8, 44);
    for (int i = 0; i < 9; i++) {
      String read = pool.apply(b -> b.get().getInt() + "-" + b.get().remaining(), shared);
      assertThat(read).isEqualTo("42-1000000");
      int last = pool.apply(() -> shared.get().getInt(999_996));
      assertThat(last).isEqualTo(43);
    }
    assertThat(shared.get().getInt()).isEqualTo(42);
    assertThat(shared.get().position()).isZero();
    assertThat(shared.get().isReadOnly()).isTrue();
    assertThatThrownBy(() -> pool.runAsync(() -> shared.get().put(0, (byte) 1)).get())
        .hasCauseInstanceOf(ReadOnlyBufferException.class);
    shared.close();
    assertThatThrownBy(shared::get).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void emptyOrSmallOrOfAGenericCallersTypeOnesToo() throws Exception {
    Shared<ByteBuffer> empty = pool.share(ByteBuffer.allocate(0));
    Shared<ByteBuffer> direct = pool.share(ByteBuffer.allocateDirect(5).put(4, (byte) 9));
    Shared<Object> any = pool.share((Object) ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(pool.apply(() -> empty.get().remaining())).isZero();
    assertThat(pool.apply(() -> (int) direct.get().get(4))).isEqualTo(9);
    assertThat(pool.apply(() -> ((ByteBuffer) any.get()).remaining())).isEqualTo(3);
    assertThat(empty.get().remaining()).isZero();
  }

  static long sum(Shared<ByteBuffer> shared) {
    ByteBuffer bytes = shared.get();
    long sum = 0;
    while (bytes.hasRemaining()) {
      sum += bytes.getLong();
    }
    return sum;
  }

  static long[] sumAndPid(Shared<ByteBuffer> shared) {
    return new long[] {Tasks.pid(), sum(shared)};
  }

  /** Kilobytes of mappings of such a file that count for a process. */
  private static long proportional(long pid, long mebibytes) throws IOException {
    long sum = 0;
    boolean ours = false;
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps"))) {
      if (line.contains("/processpool-")) {
        String[] range = line.split("[- ]");
        ours = Long.parseLong(range[1], 16) - Long.parseLong(range[0], 16) == mebibytes << 20;
      } else if (ours && line.startsWith("Pss:")) {
        sum += Long.parseLong(line.replaceAll("[^0-9]", ""));
        ours = false;
      }
    }
    return sum;
  }

  @Test
  void takeTheMachineOneCopyForAllWorkers() throws Exception {
    assumeThat(PathLog.sharedMemoryExpected()).isTrue();
    ByteBuffer bytes = ByteBuffer.allocateDirect(256 << 20);
    bytes.putLong(0, 5).putLong(bytes.limit() - 8, 6);
    Shared<ByteBuffer> shared = pool.share(bytes);
    Set<Long> workers = new HashSet<>();
    while (workers.size() < 3) {
      List<AsyncResult<long[]>> some = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        some.add(pool.applyAsync(SharedBufferTest::sumAndPid, shared));
      }
      for (AsyncResult<long[]> each : some) {
        assertThat(each.get()[1]).isEqualTo(11);
        workers.add(each.get()[0]);
      }
    }
    long all = 0;
    for (long worker : workers) {
      long own = proportional(worker, 256);
      assertThat(own).as("of worker " + worker).isBetween(70L << 10, 100L << 10);
      all += own;
    }
    assertThat(all).as("KiB of all workers").isBetween(250L << 10, 258L << 10);
  }

  @Test
  void lieInAFileWithoutANameThatNobodyMayWrite() throws Exception {
    assumeThat(PathLog.sharedMemoryExpected()).isTrue();
    System.setProperty(PathLog.FOLDER, folder.toString());
    Shared<ByteBuffer> shared = pool.share(ByteBuffer.allocate(100_000));
    assertThat(folder).isEmptyDirectory();
    List<Path> open;
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      open = all.filter(fd -> target(fd).startsWith(folder + "/processpool-")).toList();
    }
    assertThat(open).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open.get(0))))
        .isEqualTo("r--------");
    shared.close();
    assertThat(Files.exists(open.get(0)) && target(open.get(0)).startsWith(folder + "/")).isFalse();
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  @Test
  void goToTheTemporaryFolderWhereMemoryHasNoRoom() throws Exception {
    System.setProperty(PathLog.FOLDER, folder.resolve("none").toString());
    Shared<ByteBuffer> shared = pool.share(ByteBuffer.allocate(1_000_000).putInt(0, 42));
    assertThat(pool.apply(() -> shared.get().getInt())).isEqualTo(42);
  }

  /** Of files this large the system makes none for it. */
  static class Limited {
    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(1);
      try {
        pool.share(ByteBuffer.allocate(30_000_000));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
      Shared<byte[]> sentToEach = pool.share(new byte[10_000_000]);
      int length = pool.apply(x -> x.get().length, sentToEach);
      System.out.println(length);
      pool.close();
      pool.join();
    }
  }

  @Test
  void areRefusedWhereThereIsNoRoomAnywhereAndObjectsAreSentToEachWorker() throws Exception {
    assumeThat(PathLog.sharedMemoryExpected()).isTrue();
    ProcessBuilder program = Programs.command(Limited.class, List.of());
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c"));
    command.add("ulimit -f 8000 && exec \"$@\""); // in units of 512 bytes
    command.add("sh");
    command.addAll(program.command());
    Programs.Ended ended = Programs.run(new ProcessBuilder(command));
    assertThat(ended.out())
        .as(ended.err())
        .contains("no room for a shared copy of bytes=30000000")
        .contains("/dev/shm")
        .contains("share less")
        .contains("10000000");
    assertThat(ended.exitCode()).isZero();
  }

  static boolean isMapped(Shared<ByteBuffer> shared) {
    return shared.get() instanceof java.nio.MappedByteBuffer;
  }

  @Test
  void reachAWorkerThatIsToUseNoSharedMemory() throws Exception {
    ProcessPool apart =
        ProcessPool.builder().processes(1).jvmOptions("-D" + PathLog.SWITCH + "=false").build();
    ByteBuffer bytes = ByteBuffer.allocate(1_000_000).putInt(999_996, 42);
    Shared<ByteBuffer> shared = apart.share(bytes);
    Shared<byte[]> array = apart.share(bytes.array());
    assertThat(apart.apply(SharedBufferTest::isMapped, shared)).isFalse();
    assertThat(apart.apply(() -> shared.get().getInt(999_996))).isEqualTo(42);
    assertThat(apart.apply(() -> (int) array.get()[999_999])).isEqualTo(42);
    apart.terminate();
    apart.join();
  }
}
