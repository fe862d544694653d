package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Contract, second edition: ".jmx(): stats() as a JMX bean too". */
@Timeout(120)
class JmxTest {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private static ProcessPool pool(String name) {
    return ProcessPool.builder().name(name).processes(1).jmx().build();
  }

  private static ObjectName bean(String name) throws Exception {
    return new ObjectName("processpool:type=ProcessPool,name=" + name);
  }

  private static Set<String> names() throws Exception {
    Set<String> names = new ConcurrentSkipListSet<>();
    SERVER.queryNames(new ObjectName("processpool:*"), null).forEach(n -> names.add(n.toString()));
    return names;
  }

  private static void end(ProcessPool pool) throws InterruptedException {
    pool.close();
    pool.join();
  }

  @Test
  void theNumbersAreThoseOfStatsFromTheStartToTheEnd() throws Exception {
    ProcessPool pool = pool("numbers");
    ObjectName name = bean("numbers");
    pool.map(Tasks::square, List.of(1, 2, 3));
    assertThat(SERVER.getAttribute(name, "Succeeded")).isEqualTo(3L);
    ProcessPoolMXBean bean = JMX.newMXBeanProxy(SERVER, name, ProcessPoolMXBean.class);
    assertThat(bean.getName()).isEqualTo("numbers");
    assertThat(bean.getState()).isEqualTo("running");
    assertThat(bean.getSubmitted()).isEqualTo(3);
    assertThat(bean.getProcesses() + bean.getIdle()).isEqualTo(2);
    assertThat(
            List.of(
                bean.getWaiting(),
                bean.getFailed(),
                bean.getCancelled(),
                bean.getDeaths(),
                bean.getRetirements()))
        .containsOnly(0L);
    assertThat(bean.getBusy()).isZero();
    assertThat(bean.getResidentBytes()).isNotZero();
    end(pool);
    assertThat(SERVER.isRegistered(name)).isFalse();
  }

  @Test
  void eachWorkerIsCompositeDataThatAProxyReads() throws Exception {
    ProcessPool pool = pool("workers");
    ObjectName name = bean("workers");
    pool.map(Tasks::square, List.of(1, 2, 3));
    CompositeData[] workers = (CompositeData[]) SERVER.getAttribute(name, "Workers");
    WorkerStats stats = pool.stats().workers().get(0);
    assertThat(workers).hasSize(1);
    assertThat(workers[0].get("pid")).isEqualTo(stats.pid());
    assertThat(workers[0].get("state")).isEqualTo("IDLE");
    assertThat(workers[0].get("tasks")).isEqualTo(3L);
    ProcessPoolMXBean.WorkerData worker =
        JMX.newMXBeanProxy(SERVER, name, ProcessPoolMXBean.class).getWorkers().get(0);
    assertThat(worker.getIndex()).isZero();
    assertThat(worker.getNode()).isEmpty();
    assertThat(worker.getState()).isEqualTo(WorkerStats.State.IDLE);
    assertThat(worker.getStartedAt()).isEqualTo(stats.startedAt().toString());
    assertThat(worker.getBusyMillis()).isEqualTo(stats.busyTime().toMillis());
    assertThat(worker.getIdleMillis()).isNotNegative();
    assertThat(worker.getResidentBytes()).isNotZero();
    end(pool);
  }

  @Test
  void twoPoolsOfTheSameNameHaveABeanEach() throws Exception {
    ProcessPool first = pool("twin");
    ProcessPool second = pool("twin");
    assertThat(SERVER.isRegistered(bean("twin"))).isTrue();
    assertThat(SERVER.isRegistered(bean("twin,number=2"))).isTrue();
    end(first);
    assertThat(SERVER.isRegistered(bean("twin"))).isFalse();
    assertThat(SERVER.isRegistered(bean("twin,number=2"))).isTrue();
    second.terminate();
    second.join();
    assertThat(SERVER.isRegistered(bean("twin,number=2"))).isFalse();
  }

  @Test
  void aNameMayHaveAnyCharacters() throws Exception {
    ProcessPool pool = pool("a,b=\"c\"*?");
    assertThat(names()).anyMatch(name -> name.contains(ObjectName.quote("a,b=\"c\"*?")));
    end(pool);
  }

  private static long dropped() {
    ProcessPool pool = pool("dropped");
    return pool.workerPids().get(0);
  }

  @Test
  void aPoolThatIsDroppedIsNotKeptAliveByItsBeanWhichGoesWithIt() throws Exception {
    long pid = dropped();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              System.gc();
              return ProcessHandle.of(pid).isEmpty() && !SERVER.isRegistered(bean("dropped"));
            });
  }

  @Test
  void whoListensToTheServerAndBlocksHoldsUpNeitherThePoolNorAJoinForLong() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    NotificationListener blocks =
        (notification, handback) -> {
          if (notification.getType().endsWith("unregistered")) {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    ProcessPool pool = pool("blocked");
    SERVER.addNotificationListener(MBeanServerDelegate.DELEGATE_NAME, blocks, null, null);
    try {
      pool.close();
      assertThat(pool.join(Duration.ofSeconds(30))).isTrue();
    } finally {
      SERVER.removeNotificationListener(MBeanServerDelegate.DELEGATE_NAME, blocks);
      never.countDown();
    }
  }

  /** A pool that did not ask for a bean, and one that did. */
  static class Program {
    public static void main(String[] args) throws Exception {
      ProcessPool.Builder builder = ProcessPool.builder().processes(1);
      if (args.length > 0) {
        try {
          builder.jmx();
        } catch (UnsupportedOperationException e) {
          System.out.println(e.getMessage());
        }
      }
      System.out.println(builder.build().apply(Tasks::square, 3));
    }
  }

  private static List<String> run(List<String> options, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var lines = process.inputReader()) {
      List<String> printed = lines.lines().toList();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return printed;
    }
  }

  @Test
  void withoutItNothingOfJmxIsLoaded() throws Exception {
    assertThat(run(List.of("-Xlog:class+load")))
        .contains("9")
        .noneMatch(line -> line.contains(" javax.management.") || line.contains("JmxBean"));
  }

  @Test
  void aRuntimeWithoutJmxSaysSo() throws Exception {
    assertThat(run(List.of("--limit-modules=java.base,java.logging"), "jmx"))
        .containsExactly(
            "jmx() needs the module java.management, which this Java runtime lacks: leave jmx() out,"
                + " or add the module to the runtime image",
            "9");
  }
}
