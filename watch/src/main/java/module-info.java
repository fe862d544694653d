/**
 * Shows what a pool does, while it runs and afterwards: a live page in the browser, a progress bar,
 * what a run tells, a picture of who ran what when.
 */
module processpool.watch {
  requires transitive processpool;
  requires jdk.httpserver;
  requires me.tongfei.progressbar;
  requires org.jline.terminal;
  requires static org.jspecify;

  exports processpool.timeline;
  exports processpool.watch;
}
