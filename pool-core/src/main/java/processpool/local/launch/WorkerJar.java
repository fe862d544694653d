package processpool.local.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import processpool.worker.WorkerMain;

/**
 * The classes a worker needs before it can fetch any, as a small jar of their own. Only for a
 * program whose class path does not hold them, as when they are in a jar inside a jar.
 */
final class WorkerJar {
  /** In a worker that was started with such a jar: its path. */
  static final String PROPERTY = "processpool.worker.jar";

  private WorkerJar() {}

  /** Whether a worker would not find its main class by itself. */
  static boolean needed() {
    return WorkerMain.class.getClassLoader() != ClassLoader.getSystemClassLoader()
        || System.getProperty(PROPERTY) != null;
  }

  static byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : classes().entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /**
   * Read through the loader of this room: in a worker that was itself started with such a jar,
   * which is gone by now, that one fetches from the parent. The main class and all that it leads
   * to. Nobody lists the classes of a loader, but each class file spells out the names of those
   * that it uses.
   */
  private static Map<String, byte[]> classes() throws IOException {
    String workerRoom = WorkerMain.class.getPackageName();
    String face = workerRoom.substring(0, workerRoom.lastIndexOf('.')).replace('.', '/');
    Pattern names = Pattern.compile(Pattern.quote(face) + "/(?:worker|wire)/[\\w$]+");
    Map<String, byte[]> found = new LinkedHashMap<>();
    ArrayDeque<String> next = new ArrayDeque<>();
    next.add(WorkerMain.class.getName().replace('.', '/'));
    while (!next.isEmpty()) {
      String path = next.remove() + ".class";
      if (found.containsKey(path)) {
        continue;
      }
      try (InputStream in = WorkerJar.class.getResourceAsStream("/" + path)) {
        if (in == null) {
          continue; // a name in a text, not of a class
        }
        byte[] code = in.readAllBytes();
        found.put(path, code);
        Matcher used = names.matcher(new String(code, StandardCharsets.ISO_8859_1));
        while (used.find()) {
          next.add(used.group());
        }
      }
    }
    return found;
  }
}
