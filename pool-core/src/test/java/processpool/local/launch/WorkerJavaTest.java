package processpool.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerJavaTest {
  private static final int OTHER = Runtime.version().feature() + 1;

  @TempDir Path home;

  private WorkerJava java(String release) throws Exception {
    Files.createDirectory(home.resolve("bin"));
    Files.createFile(home.resolve("bin/java"));
    Files.writeString(home.resolve("release"), release);
    return new WorkerJava(home);
  }

  @Test
  void versions() {
    assertThat(WorkerJava.feature("25.0.3")).isEqualTo(25);
    assertThat(WorkerJava.feature("17")).isEqualTo(17);
    assertThat(WorkerJava.feature("26-ea")).isEqualTo(26);
    assertThat(WorkerJava.feature("1.8.0_392")).isEqualTo(8);
    assertThat(WorkerJava.feature("")).isNegative();
  }

  @Test
  void anotherReleaseIsGivenOnlyWhatItKnows() throws Exception {
    WorkerJava java =
        java("JAVA_VERSION=\"" + OTHER + ".0.1\"\nMODULES=\"java.base java.logging\"\n");
    assertThat(
            java.known(
                List.of(
                    "-Da=b",
                    "-ea",
                    "-Xss2m",
                    "--enable-preview",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--illegal-native-access=deny",
                    "--finalization=disabled",
                    "--add-modules=java.logging,jdk.httpserver,my.own",
                    "--add-modules=jdk.httpserver",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-exports=jdk.httpserver/x=ALL-UNNAMED",
                    "--patch-module=java.base=x",
                    "--patch-module=my.own=x",
                    "--enable-native-access=ALL-UNNAMED",
                    "--module-path=mods")))
        .containsExactly(
            "-Da=b",
            "-ea",
            "-Xss2m",
            "--add-modules=java.logging,my.own",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--patch-module=my.own=x",
            "--enable-native-access=ALL-UNNAMED",
            "--module-path=mods");
  }

  @Test
  void theSameReleaseIsGivenAll() throws Exception {
    List<String> all = List.of("--enable-preview", "--add-modules=jdk.httpserver", "--any=thing");
    WorkerJava java = java("JAVA_VERSION=\"" + Runtime.version().feature() + ".0.99\"\n");
    assertThat(java.known(all)).isEqualTo(all);
  }

  @Test
  void noSecurityManagerWhereAJvmRefusesOne() throws Exception {
    assertThat(java("JAVA_VERSION=\"99\"").known(List.of("-Djava.security.manager=allow")))
        .isEmpty();
  }
}
