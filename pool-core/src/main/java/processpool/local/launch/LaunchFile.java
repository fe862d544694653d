package processpool.local.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import processpool.events.Log;

/**
 * Files that a worker is started with, where it cannot be done without: readable by this user only,
 * and gone once the worker runs. One that a killed program left behind is removed by the next
 * program that needs one.
 */
final class LaunchFile {
  private static final String PREFIX = "processpool-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,18})-.*");

  /** Another container may share the folder and not the process ids; its launches are shorter. */
  private static final int LEFT_BEHIND_SECONDS = 60;

  private LaunchFile() {}

  /** Makes one with all that is in it; on failure none is left. */
  static Path make(String suffix, byte[] content) throws IOException {
    Path file = null;
    try {
      file =
          Files.createTempFile(PREFIX + ProcessHandle.current().pid() + "-", suffix)
              .toAbsolutePath();
      Files.write(file, content);
    } catch (IOException | RuntimeException e) {
      if (file != null) {
        delete(file);
      }
      throw new IOException(
          "cannot make a file in the temporary folder, which a worker is to be started with: folder="
              + System.getProperty("java.io.tmpdir")
              + "; make that folder, make it writable or make room in it, or name another by"
              + " -Djava.io.tmpdir=… ("
              + e
              + ")",
          e);
    }
    Path folder = file.getParent();
    if (folder != null) {
      sweep(folder);
    }
    return file;
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) { // on Windows, while the worker has it open; its end deletes it
      Log.debug("could not delete " + file, e);
    }
  }

  private static void sweep(Path folder) {
    Instant old = Instant.now().minusSeconds(LEFT_BEHIND_SECONDS);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*.{args,jar}")) {
      for (Path file : files) {
        sweep(file, old);
      }
    } catch (IOException | RuntimeException notReadable) {
      Log.debug("could not look for forgotten files", notReadable);
    }
  }

  /** One that cannot be removed, or has an odd name, does not keep the others. */
  private static void sweep(Path file, Instant old) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    try {
      if (name.matches()
          && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
          && Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(old)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException notOurs) { // another user's, or swept by another
      Log.debug("could not remove a forgotten file: " + file, notOurs);
    }
  }
}
