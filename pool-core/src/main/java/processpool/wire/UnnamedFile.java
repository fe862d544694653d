package processpool.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A file of this user's whose name is removed as soon as it is made, so nothing is left whoever is
 * killed. Another process opens it through this one's open descriptor, {@code /proc/PID/fd/N}, for
 * as long as it is open here.
 */
final class UnnamedFile implements Closeable {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  final FileChannel channel;
  final String address;

  private UnnamedFile(FileChannel channel, String address) {
    this.channel = channel;
    this.address = address;
  }

  /** Whether this system has them. */
  static boolean canBe() {
    return Files.isDirectory(DESCRIPTORS);
  }

  /**
   * Makes one that this process can read and write.
   *
   * @param folder where
   * @param permissions what those may who open it later, such as {@code r--------}
   * @return an empty file
   * @throws IOException when it cannot be had here; the message says why
   */
  static UnnamedFile create(Path folder, String permissions) throws IOException {
    if (!Files.isDirectory(folder) || !Files.isDirectory(DESCRIPTORS)) {
      throw new IOException("this system has no " + folder + " or no " + DESCRIPTORS);
    }
    String name = "processpool-" + UUID.randomUUID();
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE); // which Java, on Unix, does right after opening
    FileChannel channel =
        FileChannel.open(
            folder.resolve(name),
            options,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    try {
      return new UnnamedFile(channel, address(name));
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  private static String address(String name) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : open) {
        if (target(descriptor).contains(name)) {
          long pid = ProcessHandle.current().pid();
          return "/proc/" + pid + "/fd/" + descriptor.getFileName();
        }
      }
    }
    throw new IOException("the open file is not among " + DESCRIPTORS);
  }

  private static String target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException closedMeanwhile) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
