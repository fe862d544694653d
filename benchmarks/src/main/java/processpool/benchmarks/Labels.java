package processpool.benchmarks;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a recorded table, in the language of the page that shows it. */
final class Labels {
  static final Labels ENGLISH =
      new Labels(
          Map.ofEntries(
              Map.entry("growth sleep.p50", "5 ms sleep, growth"),
              Map.entry("growth sleep.rate", "sleeps a worker, growth")));
  static final Labels CHINESE =
      new Labels(
          Map.ofEntries(
              Map.entry("figure", "指标"),
              Map.entry("ratio", "倍数"),
              Map.entry("target", "目标"),
              Map.entry("wanted", "要求"),
              Map.entry("measured", "实测"),
              Map.entry("verdict", "结论"),
              Map.entry("met", "达到"),
              Map.entry("MISSED", "**未达到**"),
              Map.entry("this pool", "本进程池"),
              Map.entry("threads", "线程池"),
              Map.entry("bare ring", "裸环形缓冲"),
              Map.entry("bare pipe", "裸管道"),
              Map.entry("bare JVM", "裸 JVM"),
              Map.entry("apply.p50", "apply，中位数"),
              Map.entry("apply.p99", "apply，p99"),
              Map.entry("pause.p50", "停 5 毫秒后 apply，中位数"),
              Map.entry("pause.p99", "停 5 毫秒后 apply，p99"),
              Map.entry("async", "applyAsync"),
              Map.entry("map", "map，默认分块"),
              Map.entry("maplarge", "一次 map 1,000,000 项"),
              Map.entry("map1", "map，每块 1 项"),
              Map.entry("imap", "imap"),
              Map.entry("callbacks", "回调，100 个任务同时在途"),
              Map.entry("allof", "30,000 个 future 一起等（allOf）"),
              Map.entry("window", "最多 {} 个任务在途，逐个 get"),
              Map.entry("leave", "3 个空闲工作进程：close 加 join"),
              Map.entry("first.thousand", "apply，程序最初 1000 次的中位数"),
              Map.entry("first.later", "apply，此后最慢的 1000 次的中位数"),
              Map.entry("large.first", "第一次回送 64 MiB"),
              Map.entry("large.tenth", "第十次回送 64 MiB"),
              Map.entry("words", "统计 300 MB 文本的词数，72 块"),
              Map.entry("words.small", "其中工作进程用 -Xmx256m"),
              Map.entry("words.peak", "其中一个工作进程的内存峰值"),
              Map.entry("words.small.peak", "其中用 -Xmx256m 时的内存峰值"),
              Map.entry("pools", "100 个进程池空闲时主程序的 CPU 占用率"),
              Map.entry("CPython loky", "CPython loky"),
              Map.entry("CPython Ray", "CPython Ray"),
              Map.entry("echo1k", "回送 1 KiB"),
              Map.entry("echo1m", "回送 1 MiB"),
              Map.entry("echo64m", "回送 64 MiB"),
              Map.entry("work", "{} 微秒的任务"),
              Map.entry("watched", "1 毫秒的任务，有页面观看时多用的时间"),
              Map.entry("shared", "共享 100 MB，200 块，每块 1 项"),
              Map.entry("start", "3 个工作进程都已作答"),
              Map.entry("start.printed", "其中裸 JVM 只等到打印"),
              Map.entry("start.flags", "其中裸 JVM 用工作进程的选项"),
              Map.entry("start.cold", "程序的第一个进程池"),
              Map.entry("start25", "3 个工作进程都已作答（第二个 JDK）"),
              Map.entry("start25.flags", "其中裸 JVM 用工作进程的选项（第二个 JDK）"),
              Map.entry("start25.cold", "程序的第一个进程池（第二个 JDK）"),
              Map.entry("memory", "一个工作进程的常驻内存"),
              Map.entry("memory.held", "其中程序自己存有一个列表"),
              Map.entry("idle", "3 个空闲工作进程的 CPU 占用率"),
              Map.entry("queue", "一个排队任务占用的内存"),
              Map.entry("sleep.p50", "睡 5 毫秒的任务，{} 个工作进程"),
              Map.entry("sleep.rate", "每个工作进程每秒的睡眠任务，{} 个工作进程"),
              Map.entry("apply.p50 at", "apply，中位数，{} 个工作进程"),
              Map.entry("async at", "applyAsync，{} 个工作进程"),
              Map.entry("growth sleep.p50", "睡眠任务的往返时间"),
              Map.entry("growth sleep.rate", "睡眠任务的速率")));

  private static final Pattern TIMES = Pattern.compile("at (least|most) ([0-9.]+) x (.+)");
  private static final Map<String, String> PEERS =
      Map.of(
          "CPython's Pool", " CPython Pool ",
          "threads", "线程池",
          "a bare pipe", "裸管道",
          "a bare JVM", "裸 JVM ",
          "the row before", "上一行",
          "that with -Xmx256m", " -Xmx256m 时");

  private static final Pattern GROWTH = Pattern.compile("(.+)\\.([0-9]+)");

  private final Map<String, String> words;

  private Labels(Map<String, String> words) {
    this.words = words;
  }

  String word(String english) {
    return words.getOrDefault(english, english.equals("MISSED") ? "**MISSED**" : english);
  }

  /** A figure's name; {@code english} is the one in the report. */
  String figure(String id, String english) {
    Matcher growth = GROWTH.matcher(id);
    if (growth.matches()) {
      String name = growth.group(1);
      String template = words.getOrDefault(name + " at", words.getOrDefault(name, english));
      return template.replace("{}", growth.group(2));
    }
    return words.getOrDefault("growth " + id, words.getOrDefault(id, english));
  }

  /** What {@link Targets} wants. */
  String wanted(String english) {
    if (this == ENGLISH) {
      return english;
    }
    Matcher times = TIMES.matcher(english);
    if (times.matches()) {
      String peer = PEERS.getOrDefault(times.group(3), " " + times.group(3) + " ");
      return (times.group(1).equals("least") ? "至少为" : "至多为") + peer + "的 " + times.group(2) + " 倍";
    }
    return english
        .replace("16 workers at most 1.3 x worse than 2", "16 个工作进程与 2 个相比，相差不超过 1.3 倍")
        .replace("at least ", "至少 ")
        .replace("at most ", "至多 ")
        .replace("below ", "低于 ")
        .replace(" x", " 倍");
  }
}
