package processpool.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import processpool.PoolExecutor;
import processpool.ProcessPool;

/** Recipe: a Spring Boot service whose requests are worked on in processes. */
// region service
@SpringBootApplication
public class Service {
  /** When the service ends, Spring calls its close(), which lets requests finish. */
  @Bean
  PoolExecutor workers() {
    return ProcessPool.builder()
        .name("primes")
        .processes(2)
        .initializer(Primes::ready)
        .taskTimeout(Duration.ofSeconds(10))
        .jvmOptions("-Dlogback.configurationFile=logback-worker.xml")
        .build()
        .asExecutorService();
  }

  /** Answers when the worker has; no thread of the server waits for it. */
  @RestController
  record Requests(PoolExecutor workers) {
    @GetMapping("/primes/{limit}")
    CompletableFuture<String> primes(@PathVariable int limit) {
      return workers.submit(() -> Primes.below(limit)).toCompletableFuture();
    }
  }

  public static void main(String[] args) {
    SpringApplication.run(Service.class, args);
  }
}
// endregion
