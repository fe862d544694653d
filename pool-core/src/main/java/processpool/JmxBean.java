package processpool;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import processpool.events.Log;
import processpool.schedule.Scheduler;

/**
 * A pool's numbers as an MBean. Knows the scheduler, not the pool, which may be dropped. Loaded for
 * pools that want it only: java.management takes long to load, and may be missing.
 */
final class JmxBean implements ProcessPoolMXBean {
  private static final String SPECIAL = ",=:\"*?\\\n\r";

  private final String name;
  private final Scheduler scheduler;

  private JmxBean(String name, Scheduler scheduler) {
    this.name = name;
    this.scheduler = scheduler;
  }

  /** Registers a pool that has not started yet, until it is gone. */
  static void register(String name, Scheduler scheduler) {
    try {
      ObjectName registered = register(new JmxBean(name, scheduler));
      scheduler.whenGone(() -> unregister(registered));
    } catch (JMException | RuntimeException e) {
      throw new IllegalStateException(
          "the pool cannot be registered with JMX: name="
              + name
              + ", because "
              + e
              + "; leave jmx() out, or see to the program's MBean server",
          e);
    }
  }

  private static ObjectName register(JmxBean bean) throws JMException {
    String quoted = isSpecial(bean.name) ? ObjectName.quote(bean.name) : bean.name;
    String first = "processpool:type=ProcessPool,name=" + quoted;
    ObjectName free = new ObjectName(first);
    for (int number = 2; !isRegistered(bean, free); number++) {
      free = new ObjectName(first + ",number=" + number);
    }
    return free;
  }

  /** False when another pool has that name. */
  private static boolean isRegistered(JmxBean bean, ObjectName free) throws JMException {
    try {
      var unused = ManagementFactory.getPlatformMBeanServer().registerMBean(bean, free);
      return true;
    } catch (InstanceAlreadyExistsException taken) {
      return false;
    }
  }

  private static boolean isSpecial(String text) {
    return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
  }

  private static void unregister(ObjectName registered) {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
    } catch (InstanceNotFoundException somebodyElseDid) {
      Log.debug("a pool's MBean was gone before the pool: name=" + registered, null);
    } catch (JMException | RuntimeException e) {
      Log.warning(
          "a pool's MBean could not be unregistered: name="
              + registered
              + "; its numbers stay as they are, look what this program's MBean server does",
          e);
    }
  }

  /** For what is known of single workers: it asks the system how much memory each has. */
  private PoolStats stats() {
    return new PoolStats(name, scheduler.figures());
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getState() {
    return scheduler.state();
  }

  @Override
  public int getProcesses() {
    return scheduler.processes();
  }

  @Override
  public int getBusy() {
    return scheduler.figures().running();
  }

  @Override
  public int getIdle() {
    return stats().idle();
  }

  @Override
  public long getWaiting() {
    return scheduler.figures().waiting();
  }

  @Override
  public long getSubmitted() {
    return scheduler.figures().submitted();
  }

  @Override
  public long getSucceeded() {
    return scheduler.figures().succeeded();
  }

  @Override
  public long getFailed() {
    return scheduler.figures().failed();
  }

  @Override
  public long getCancelled() {
    return scheduler.figures().cancelled();
  }

  @Override
  public long getDeaths() {
    return scheduler.figures().deaths();
  }

  @Override
  public long getRetirements() {
    return scheduler.figures().retirements();
  }

  @Override
  public long getResidentBytes() {
    long sum = 0;
    for (WorkerStats worker : stats().workers()) {
      if (worker.residentBytes() < 0) {
        return -1;
      }
      sum += worker.residentBytes();
    }
    return sum;
  }

  @Override
  public List<WorkerData> getWorkers() {
    return stats().workers().stream().<WorkerData>map(OfWorker::new).toList();
  }

  /** What JMX asks for by its getters. */
  private record OfWorker(WorkerStats stats) implements WorkerData {
    @Override
    public int getIndex() {
      return stats.index();
    }

    @Override
    public long getPid() {
      return stats.pid();
    }

    @Override
    public String getNode() {
      return stats.node();
    }

    @Override
    public WorkerStats.State getState() {
      return stats.state();
    }

    @Override
    public long getTasks() {
      return stats.tasks();
    }

    @Override
    public String getStartedAt() {
      return stats.startedAt().toString();
    }

    @Override
    public long getBusyMillis() {
      return stats.busyTime().toMillis();
    }

    @Override
    public long getIdleMillis() {
      return stats.idleTime().toMillis();
    }

    @Override
    public long getResidentBytes() {
      return stats.residentBytes();
    }
  }
}
