package processpool.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contender's process. Each line of standard input is an order, {@code name key=value…}; each is
 * answered by one line: {@code ok key=value…}, {@code no} (this contender cannot), or {@code failed
 * why}. Times are in seconds, sizes in bytes.
 */
final class ContenderMain {
  private final String kind;
  private @Nullable Contender open;

  private ContenderMain(String kind) {
    this.kind = kind;
  }

  public static void main(String[] args) throws IOException {
    ContenderMain main = new ContenderMain(args[0]);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream answers = System.out;
    System.setOut(System.err); // whatever a contender prints is no answer
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      answers.println(main.answer(line));
      answers.flush();
    }
    main.answer("close");
    System.exit(0); // some pools leave threads behind
  }

  private String answer(String line) {
    String[] words = line.split(" ", -1);
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      options.put(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    try {
      return "ok " + obey(words[0], new Order(options));
    } catch (UnsupportedOperationException e) {
      return "no";
    } catch (Exception | OutOfMemoryError e) {
      return "failed " + String.valueOf(e).replace('\n', ' ');
    }
  }

  private String obey(String order, Order options) throws Exception {
    switch (order) {
      case "open":
        close();
        int heap = options.number("heap");
        int workers = options.number("workers");
        open = heap > 0 ? new PoolContender(workers, heap) : create(workers);
        return "";
      case "close":
        close();
        return "";
      case "start":
        close();
        return Measures.start(() -> create(options.number("workers")), options.number("workers"));
      case "latency":
        return Measures.latency(opened()::call, options.real("seconds"), options.number("pause"));
      case "leave":
        close();
        return Measures.leave(() -> create(options.number("workers")), options.number("workers"));
      case "first":
        return FreshMeasures.firstCalls(opened(), options.number("thousands"));
      case "large":
        return FreshMeasures.large(opened(), options.number("size"), options.number("times"));
      case "words":
        return FreshMeasures.words(opened(), options.path("file"), options.number("chunks"));
      case "pools":
        return FreshMeasures.pools(options.number("count"), options.number("pending"));
      case "allOf":
        return Measures.rate(opened()::allOf, options.number("batch"), options.real("seconds"));
      case "window":
        int size = options.number("size");
        Measures.Batch windows = count -> Measures.window(opened(), count, size);
        return Measures.rate(windows, options.number("batch"), options.real("seconds"));
      case "echo":
        return Measures.echo(opened(), options.number("size"), options.real("seconds"));
      case "async":
        return Measures.rate(opened()::async, options.number("batch"), options.real("seconds"));
      case "map":
        return Measures.rate(opened()::map, options.number("batch"), options.real("seconds"));
      case "mapSingly":
        return Measures.rate(opened()::mapSingly, options.number("batch"), options.real("seconds"));
      case "imap":
        return Measures.rate(opened()::imap, options.number("batch"), options.real("seconds"));
      case "callbacks":
        Measures.Batch callbacks = count -> Measures.callbacks(opened(), count);
        return Measures.rate(callbacks, options.number("batch"), options.real("seconds"));
      case "work":
        int micros = options.number("micros");
        Measures.Batch works = count -> Measures.work(opened(), count, micros);
        return Measures.rate(works, options.number("batch"), options.real("seconds"));
      case "watched":
        return Measures.watched(
            opened(), options.number("batch"), options.number("micros"), options.real("seconds"));
      case "shared":
        return FreshMeasures.shared(opened(), options.number("size"), options.number("chunks"));
      case "sleepers":
        return Measures.sleepers(
            opened(), options.number("workers"), options.number("ms"), options.real("seconds"));
      case "queue":
        return Measures.queue(opened(), options.number("workers"), options.number("count"));
      case "hold":
        return "held=" + PoolContender.range(options.number("count")).size();
      case "pid":
        return "pid=" + opened().pid().get();
      default:
        throw new UnsupportedOperationException(order);
    }
  }

  private Contender opened() {
    Contender contender = open;
    if (contender == null) {
      throw new IllegalStateException("not open");
    }
    return contender;
  }

  private void close() throws Exception {
    Contender contender = open;
    open = null;
    if (contender != null) {
      contender.leave();
    }
  }

  private Contender create(int workers) throws Exception {
    return switch (kind) {
      case "pool" -> new PoolContender(workers);
      case "pp4j" -> new Pp4jContender(workers);
      case "threads" -> new ThreadsContender(workers);
      case "ring" -> new BareContender(true);
      case "pipe" -> new BareContender(false);
      default -> throw new IllegalArgumentException("unknown contender: kind=" + kind);
    };
  }

  /** An order's options. */
  private record Order(Map<String, String> options) {
    int number(String name) {
      return Integer.parseInt(options.getOrDefault(name, "0"));
    }

    Path path(String name) {
      return Path.of(URLDecoder.decode(options.getOrDefault(name, ""), StandardCharsets.UTF_8));
    }

    double real(String name) {
      return Double.parseDouble(options.getOrDefault(name, "0"));
    }
  }
}
