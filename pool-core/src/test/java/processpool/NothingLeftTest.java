package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Neither a file nor a process survives a program, and no port is open while it runs. */
@Timeout(60)
class NothingLeftTest {
  /** Runs a pool whose first worker runs a pool; prints all their pids, then waits. */
  static class Main {
    static long startInner() throws Exception {
      ProcessPool inner = new ProcessPool(1);
      AsyncResult<Integer> endless = inner.applyAsync(Tasks::spin, 1);
      while (endless.workerPid().isEmpty()) {
        Thread.onSpinWait();
      }
      System.out.println(endless.workerPid().getAsLong());
      System.out.flush();
      return endless.get();
    }

    public static void main(String[] args) throws Exception {
      ProcessPool pool = new ProcessPool(2);
      AsyncResult<Integer> endless = pool.applyAsync(Tasks::spin, 1);
      AsyncResult<Long> nested = pool.applyAsync(Main::startInner);
      while (endless.workerPid().isEmpty() || nested.workerPid().isEmpty()) {
        Thread.onSpinWait();
      }
      System.out.println(endless.workerPid().getAsLong());
      System.out.println(nested.workerPid().getAsLong());
      System.in.read(); // until the test says so
      pool.terminate();
      pool.join();
      System.out.println("terminated");
      System.in.read();
    }
  }

  @TempDir Path folder;
  private final List<Long> workers = new ArrayList<>();

  private Process start() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    StringBuilder path = new StringBuilder("-cp \"" + System.getProperty("java.class.path"));
    for (int i = 0; i < 2_000; i++) { // more than a command line may hold
      path.append(File.pathSeparator).append(folder.resolve("a jar that is not there " + i));
    }
    Path file = folder.resolve("arguments");
    Files.writeString(file, path.append('"').toString().replace("\\", "\\\\"));
    List<String> command = new ArrayList<>();
    command.add(Program.javaCommand().toString());
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary, "@" + file, Main.class.getName()));
    Process program = new ProcessBuilder(command).start();
    for (int i = 0; i < 3; i++) {
      workers.add(Long.valueOf(program.inputReader().readLine()));
    }
    assertThat(workers).doesNotHaveDuplicates();
    return program;
  }

  private void everythingIsGone() throws IOException {
    await() // a second is the promise; on a machine with more to run than processors it takes
        // longer
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> workers.stream().noneMatch(Program::runs));
    for (Path place : List.of(folder.resolve("temporary"), Path.of("/dev/shm"))) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.list(place)) {
          assertThat(files.filter(f -> f.getFileName().toString().contains("processpool")))
              .isEmpty();
        }
      }
    }
  }

  @Test
  void afterTheProgramAloneWasKilledItsNestedWorkersTooAreGone() throws Exception {
    start().destroyForcibly().waitFor();
    everythingIsGone();
  }

  @Test
  void afterAllOfThemWereKilledAtOnce() throws Exception {
    Process program = start();
    List<ProcessHandle> all = new ArrayList<>(program.descendants().toList());
    program.destroyForcibly(); // first: it must not replace the others, which needs a file each
    all.forEach(ProcessHandle::destroyForcibly);
    program.waitFor();
    everythingIsGone();
  }

  @Test
  void aPoolInsideATaskDiesWithItsWorker() throws Exception {
    Process program = start();
    program.getOutputStream().write(1);
    program.getOutputStream().flush();
    assertThat(program.inputReader().readLine()).isEqualTo("terminated");
    everythingIsGone();
    program.destroyForcibly().waitFor();
  }

  @Test
  void whatAKilledProgramLeftIsRemovedByTheNext() throws Exception {
    Process dead = new ProcessBuilder(Program.javaCommand().toString(), "-version").start();
    dead.waitFor();
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    Path old = temporary.resolve("processpool-" + dead.pid() + "-1.args");
    Path fresh = temporary.resolve("processpool-" + dead.pid() + "-2.args");
    Path living = temporary.resolve("processpool-" + ProcessHandle.current().pid() + "-3.args");
    Path another = temporary.resolve("processpool-notes.args");
    for (Path file : List.of(old, fresh, living, another)) {
      Files.createFile(file);
      if (!file.equals(fresh)) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
      }
    }
    Path arguments = Files.writeString(folder.resolve("options"), "-Dany=thing");
    Program.java(
        "@" + arguments,
        "-Dprocesspool.shell=false", // with it no file would be needed
        "-Djava.io.tmpdir=" + temporary,
        "-cp",
        System.getProperty("java.class.path"),
        InheritedOptionsTest.Main.class.getName(),
        "any");
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files).containsExactlyInAnyOrder(fresh, living, another);
    }
  }

  /** Sockets that somebody could connect or send to; a JDK's nameless pair of its own is none. */
  static List<String> reachableSockets() throws IOException {
    StringBuilder addressed = new StringBuilder();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6", "unix")) {
      Path file = Path.of("/proc/self/net", table);
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          boolean listens = !table.equals("unix") || line.split(" +")[3].equals("00010000");
          addressed.append(listens ? line + " " : "");
        }
      }
    }
    List<String> sockets = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          String inode = target.replaceAll("\\D", "");
          if (target.startsWith("socket:") && addressed.indexOf(" " + inode + " ") >= 0) {
            sockets.add(target);
          }
        } catch (IOException closedMeanwhile) {
          continue; // the one that lists the folder
        }
      }
    }
    return sockets;
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "asks /proc")
  void noSocketCanBeReachedOnEitherSide() throws Exception {
    List<String> before = reachableSockets();
    try (ServerSocket port = new ServerSocket(0)) {
      assertThat(reachableSockets()).as("with port " + port).hasSize(before.size() + 1);
    }
    ProcessPool pool = new ProcessPool(1);
    assertThat(pool.apply(NothingLeftTest::reachableSockets)).isEmpty();
    assertThat(reachableSockets()).isEqualTo(before);
    pool.terminate();
  }
}
