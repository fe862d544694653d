package processpool.learn;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The main class of the process that runs a learner's code: never in the runner itself, which must
 * survive whatever that code does. It is started ahead of need and warms up, and then takes orders,
 * one a line, from its standard input, whose end is its own.
 */
public final class TestHost {
  private static final String OWN_CLASS_PATH = System.getProperty("java.class.path", "");

  /** How long workers of a pool that was terminated may take to be gone. */
  private static final long LEAVING_MILLIS = 3000;

  private TestHost() {}

  /**
   * Takes orders of three parts, with tabs between: the test's class, the folder of its classes,
   * the file for the report.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    BlockingQueue<String> orders = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(orders), "orders");
    reader.setDaemon(true);
    reader.start();
    Launcher launcher = LauncherFactory.create();
    run(launcher, WarmUp.class, new Properties());
    while (true) {
      String[] order = orders.take().split("\t", -1);
      report(order(launcher, order[0], Path.of(order[1])), Path.of(order[2]));
    }
  }

  private static void read(BlockingQueue<String> orders) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        orders.add(line);
      }
    } catch (IOException runnerIsGone) {
      // As the end of the stream.
    }
    Runtime.getRuntime().halt(0); // whatever the learner's code is doing
  }

  private static Properties order(Launcher launcher, String testName, Path classes)
      throws InterruptedException {
    Properties report = new Properties();
    // Workers are started with this class path, so they find the learner's classes too.
    System.setProperty("java.class.path", classes + File.pathSeparator + OWN_CLASS_PATH);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, TestHost.class.getClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      run(launcher, Class.forName(testName, false, loader), report);
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    } catch (IOException | ClassNotFoundException | LinkageError e) {
      report.setProperty("trouble", String.valueOf(e));
    } finally {
      Thread.currentThread().setContextClassLoader(TestHost.class.getClassLoader());
    }
    report.setProperty("left", Long.toString(endWhatIsLeft()));
    return report;
  }

  private static void run(Launcher launcher, Class<?> test, Properties report) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(test))
            .build();
    String learners = test.getName().replaceFirst("Test$", "");
    launcher.execute(request, new Recorder(report, learners));
  }

  /** Ends processes that the code has left behind, and tells how many there were. */
  private static long endWhatIsLeft() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEAVING_MILLIS);
    while (descendants() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    long left = descendants();
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    return left;
  }

  private static long descendants() {
    return ProcessHandle.current().descendants().count();
  }

  private static void report(Properties report, Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try (Writer out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
      report.store(out, null);
    }
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes down how each test method ended. */
  private record Recorder(Properties report, String learners) implements TestExecutionListener {

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      Throwable thrown = result.getThrowable().orElse(null);
      String name = test.getLegacyReportingName().replaceAll("\\(.*", "");
      if (thrown != null) {
        report.setProperty("failed." + name, String.valueOf(thrown.getMessage()));
        report.setProperty("type." + name, thrown.getClass().getName());
        report.setProperty("line." + name, learnersLine(thrown));
      } else if (test.isTest()) {
        report.setProperty("passed." + name, "");
      }
    }

    private String learnersLine(Throwable thrown) {
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        for (StackTraceElement frame : t.getStackTrace()) {
          String type = frame.getClassName();
          if (type.equals(learners) || type.startsWith(learners + "$")) {
            return frame.getFileName() + ":" + frame.getLineNumber();
          }
        }
      }
      return "";
    }
  }
}
