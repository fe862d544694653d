package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file that is mapped on both sides: private, without a name, and all there before use. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "shared memory is for Linux; elsewhere pipes do it")
class SharedMemoryTest {
  private static final String SWITCH = "processpool.sharedMemory";
  private static final String FOLDER = "processpool.sharedMemory.folder";

  @TempDir Path folder;

  private final String before = System.getProperty(SWITCH, "true");

  @BeforeEach
  void switchOn() {
    System.setProperty(SWITCH, "true");
  }

  @AfterEach
  void asBefore() {
    System.setProperty(SWITCH, before);
    System.clearProperty(FOLDER);
  }

  private static final RingWriter.Bell NO_BELL =
      new RingWriter.Bell() {
        @Override
        public void ring() throws IOException {
          throw new IOException("nobody sleeps");
        }

        @Override
        public boolean isConnected() {
          return true;
        }
      };

  private SharedMemory inFolder(Path where) throws IOException {
    System.setProperty(FOLDER, where.toString());
    return SharedMemory.create();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void whatOneMappingPutsTheOtherGets() throws Exception {
    try (SharedMemory parent = SharedMemory.create();
        SharedMemory worker = SharedMemory.open(parent.address())) {
      parent.requestWriter(NO_BELL).send(new MessageWriter(ToWorker.QUIT).putInt(1));
      worker.replyWriter(NO_BELL).send(new MessageWriter(ToParent.BYE).putInt(2));
      parent.claims().offer(63, 5);
      MessageReader request = worker.requestReader().poll();
      assertThat(ToWorker.of(request)).isEqualTo(ToWorker.QUIT);
      assertThat(request.getInt()).isEqualTo(1);
      MessageReader reply = parent.replyReader().poll();
      assertThat(ToParent.of(reply)).isEqualTo(ToParent.BYE);
      assertThat(reply.getInt()).isEqualTo(2);
      assertThat(worker.claims().claim(63, 5)).isTrue();
      assertThat(parent.claims().begun(63, 5)).isEqualTo(1);
    }
  }

  @Test
  void bothDirectionsFilledToTheBrimDoNotTouchEachOtherOrTheClaims() throws Exception {
    try (SharedMemory parent = SharedMemory.create();
        SharedMemory worker = SharedMemory.open(parent.address())) {
      MessageWriter large = new MessageWriter(ToWorker.RUN);
      byte[] bytes = Memory.filled(1_500_000, 1);
      byte[] others = Memory.filled(700_000, 2);
      for (int slot = 0; slot < RingDescriptor.SLOTS; slot++) {
        parent.claims().offer(slot, slot + 1);
      }
      RingWriter requests = parent.requestWriter(NO_BELL);
      RingWriter replies = worker.replyWriter(NO_BELL);
      RingReader taken = worker.requestReader();
      RingReader answered = parent.replyReader();
      for (int i = 0; i < 5; i++) {
        requests.send(large.restart(ToWorker.RUN).putBytes(bytes));
        replies.send(large.restart(ToParent.DONE).putBytes(others));
        MessageReader request = taken.poll();
        assertThat(ToWorker.of(request)).isEqualTo(ToWorker.RUN);
        assertThat(request.getBytes()).isEqualTo(bytes);
        MessageReader reply = answered.poll();
        assertThat(ToParent.of(reply)).isEqualTo(ToParent.DONE);
        assertThat(reply.getBytes()).isEqualTo(others);
      }
      for (int slot = 0; slot < RingDescriptor.SLOTS; slot++) {
        assertThat(worker.claims().claim(slot, slot + 1)).isTrue();
      }
    }
  }

  @Test
  void theFileHasNoNameAndGoesWithItsLastUser() throws Exception {
    try (SharedMemory made = inFolder(folder)) {
      assertThat(files(folder)).isEmpty();
      assertThat(made.address()).startsWith("/proc/" + ProcessHandle.current().pid() + "/fd/");
      assertThat(Files.readSymbolicLink(Path.of(made.address())).toString()).endsWith("(deleted)");
    }
  }

  @Test
  void theFileIsThisUsersAlone() throws Exception {
    try (SharedMemory made = inFolder(folder)) {
      assertThat(Files.getPosixFilePermissions(Path.of(made.address())))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void itsSpaceIsReservedBeforeItIsUsed() throws Exception {
    try (SharedMemory made = SharedMemory.create()) {
      Process stat = new ProcessBuilder("stat", "-L", "-c", "%b %B", made.address()).start();
      String[] blocks = stat.inputReader().readLine().split(" ");
      assertThat(stat.waitFor()).isZero();
      assertThat(Long.parseLong(blocks[0]) * Long.parseLong(blocks[1]))
          .isGreaterThanOrEqualTo(RingDescriptor.FILE);
    }
  }

  @Test
  void whoCutsItShortIsSeen() throws Exception {
    try (SharedMemory made = SharedMemory.create();
        FileChannel other = FileChannel.open(Path.of(made.address()), StandardOpenOption.WRITE)) {
      for (int i = 0; i < 100_000; i++) { // compiled, so that the error is late
        assertThat(made.isWhole()).isTrue();
      }
      other.truncate(other.size() - 1);
      assertThat(made.isWhole()).as("by one byte").isFalse();
      other.truncate(0);
      boolean whole = false;
      try {
        whole = made.isWhole();
        System.gc(); // here the JVM throws it at the latest
      } catch (InternalError fault) {
        assertThat(fault).hasMessageContaining("memory access");
      }
      assertThat(whole).as("by all").isFalse();
    }
  }

  @Test
  void aFullFolderIsAnExceptionAndLeavesNothing() throws Exception {
    ProcessBuilder mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
    assumeThat(succeeds(mount)).as("a small tmpfs can be mounted (by root only)").isTrue();
    try {
      assertThatThrownBy(() -> inFolder(folder)).isInstanceOf(IOException.class);
      assertThat(files(folder)).isEmpty();
      assertThat(Files.getFileStore(folder).getUsableSpace()).isEqualTo(1 << 20);
    } finally {
      assertThat(succeeds(new ProcessBuilder("umount", "-l", folder.toString()))).isTrue();
    }
  }

  private static boolean succeeds(ProcessBuilder command) throws InterruptedException {
    try {
      return command.start().waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  @Test
  void aMissingFolderIsAnException() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> inFolder(missing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void aPropertySwitchesItOffOnEitherSide() throws Exception {
    try (SharedMemory made = SharedMemory.create()) {
      System.setProperty(SWITCH, "false");
      assertThatThrownBy(SharedMemory::create)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(SWITCH + "=false");
      assertThatThrownBy(() -> SharedMemory.open(made.address()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(SWITCH + "=false");
    }
  }

  @Test
  void whatTheParentHasClosedCannotBeOpenedAnyMoreButStaysWhereItIsMapped() throws Exception {
    SharedMemory parent = SharedMemory.create();
    SharedMemory worker = SharedMemory.open(parent.address());
    parent.close();
    worker.close();
    assertThatThrownBy(() -> SharedMemory.open(parent.address())).isInstanceOf(IOException.class);
    parent.requestWriter(NO_BELL).send(new MessageWriter(ToWorker.QUIT));
    assertThat(ToWorker.of(worker.requestReader().poll())).isEqualTo(ToWorker.QUIT);
  }

  /** Holds memory, says where, and waits to be killed. */
  static class Holder {
    public static void main(String[] args) throws Exception {
      System.out.println(SharedMemory.create().address());
      TimeUnit.DAYS.sleep(1);
    }
  }

  @Test
  void anotherProcessCanOpenItAndAKilledOwnerLeavesNothing() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + FOLDER + "=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName())
            .start();
    try {
      String address = holder.inputReader().readLine();
      try (SharedMemory opened = SharedMemory.open(address)) {
        opened.claims().offer(0, 7);
        holder.destroyForcibly().waitFor();
        assertThat(opened.claims().claim(0, 7)).as("still there for who has it").isTrue();
      }
      assertThat(files(folder)).isEmpty();
    } finally {
      holder.destroyForcibly();
    }
  }
}
