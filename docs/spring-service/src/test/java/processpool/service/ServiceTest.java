package processpool.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service of the recipe, started on a free port, asked, and ended. */
@Timeout(120)
class ServiceTest {
  private static final String[] ON_A_FREE_PORT = {"--server.port=0", "--server.address=127.0.0.1"};

  private static HttpResponse<String> get(ConfigurableApplicationContext service, String path)
      throws Exception {
    String port = service.getEnvironment().getProperty("local.server.port");
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static List<ProcessHandle> workers() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  @Test
  void itStartsWithWhatItsCommandHas() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String libraries = Files.readString(Path.of("target", "runtime.classpath")).strip();
    List<String> command = new ArrayList<>(List.of(java.toString(), "-cp"));
    command.add(Path.of("target", "classes") + File.pathSeparator + libraries);
    command.add(Service.class.getName());
    command.addAll(List.of(ON_A_FREE_PORT));
    Process service = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out = service.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.contains("Started Service")) {
        said.add(line);
        line = out.readLine();
      }
      assertThat(line).as(String.join("\n", said)).isNotNull();
      assertThat(said)
          .as("its logging has nothing to complain of")
          .noneMatch(s -> s.contains("|-"));
    } finally {
      service.destroy();
      service.waitFor();
    }
  }

  @Test
  void workersAnswerRequestsAndEndWithTheService() throws Exception {
    try (ConfigurableApplicationContext service =
        SpringApplication.run(Service.class, ON_A_FREE_PORT)) {
      HttpResponse<String> answer = get(service, "/primes/100");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).matches("25 by worker [01]");
      assertThat(workers()).isNotEmpty();
    }
    assertThat(workers()).isEmpty();
  }
}
