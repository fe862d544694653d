package processpool.local.launch;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest of a program started with {@code java -jar} says in place of options. Workers
 * are not started with -jar.
 */
final class ManifestOptions {
  private ManifestOptions() {}

  /** As options for a command line; none for a program that was started otherwise. */
  static List<String> read() {
    String command = System.getProperty("sun.java.command", "");
    String jar = System.getProperty("java.class.path", "");
    boolean isJar = !jar.isEmpty() && (command.equals(jar) || command.startsWith(jar + " "));
    if (!isJar || !new File(jar).isFile()) {
      return List.of();
    }
    List<String> options = new ArrayList<>();
    try (JarFile file = new JarFile(jar)) {
      Manifest manifest = file.getManifest();
      if (manifest != null) {
        Attributes main = manifest.getMainAttributes();
        packages(main.getValue("Add-Opens"), "--add-opens=", options);
        packages(main.getValue("Add-Exports"), "--add-exports=", options);
        if (main.getValue("Enable-Native-Access") != null) {
          options.add("--enable-native-access=ALL-UNNAMED");
        }
      }
    } catch (IOException gone) {
      return List.of(); // the worker's class path will tell
    }
    return options;
  }

  private static boolean exists(String module, String packageName) {
    return ModuleLayer.boot()
        .findModule(module)
        .filter(found -> found.getPackages().contains(packageName))
        .isPresent();
  }

  private static void packages(@Nullable String listed, String option, List<String> to) {
    if (listed != null) {
      for (String name : listed.trim().split("\\s+", -1)) {
        int slash = name.indexOf('/');
        if (slash > 0 && exists(name.substring(0, slash), name.substring(slash + 1))) {
          to.add(option + name + "=ALL-UNNAMED");
        } // else this program's own start has passed over it, too
      }
    }
  }
}
