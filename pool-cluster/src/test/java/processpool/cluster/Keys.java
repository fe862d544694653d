package processpool.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Credentials of the tests' members, made as the docs say. */
final class Keys {
  static final String PASSWORD = "not a secret";

  private Keys() {}

  /** Makes a key of its own. */
  static Path make(Path folder, String name) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                "member",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                "2")
            .redirectErrorStream(true)
            .start();
    byte[] said = keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).as(new String(said, StandardCharsets.UTF_8)).isZero();
    return file;
  }
}
