package processpool.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
