package processpool.watch;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.jspecify.annotations.Nullable;
import processpool.ProgressListener;

/** Shows one submission after the other as a bar of the library's. */
final class TerminalBar implements ProgressListener {
  /** The clock in the bar is to move, but the eye needs no more. */
  private static final int REDRAW_MILLIS = 200;

  private final String name;
  private final LastLine line;

  /** Null while there is none: nothing is under way, or there is no terminal. */
  private @Nullable Shown shown;

  TerminalBar(String name, LastLine line) {
    this.name = name;
    this.line = line;
  }

  /** A bar of the library's, and its place in the terminal. */
  private record Shown(ProgressBar bar, Place place) {}

  /** Where the library's thread puts what it has drawn. */
  private static final class Place implements ProgressBarConsumer {
    private final LastLine line;
    private final LastLine.Bar bar;

    Place(LastLine line, LastLine.Bar bar) {
      this.line = line;
      this.bar = bar;
    }

    @Override
    public int getMaxRenderedLength() {
      return bar.columns();
    }

    @Override
    public void accept(String drawn) {
      line.show(bar, drawn);
    }

    /** The library calls it of most bars, but not of one that ends before it was drawn. */
    @Override
    public void close() {}
  }

  @Override
  public synchronized void progress(long done, long total) {
    if (total == 0) {
      return;
    }
    Shown current = shown;
    if (current == null) {
      int columns = line.columns();
      if (columns == 0) {
        return;
      }
      current = begin(columns, total);
      shown = current;
    }
    ProgressBar bar = current.bar();
    if (total != bar.getMax()) {
      bar.maxHint(total);
    }
    bar.stepTo(done);
  }

  private Shown begin(int columns, long total) {
    Place place = new Place(line, line.begin(columns));
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(BarText.shortened(name, columns))
            .setInitialMax(total)
            .setUpdateIntervalMillis(REDRAW_MILLIS)
            .continuousUpdate()
            .setRenderer(new BarText())
            .setConsumer(place)
            .build();
    return new Shown(bar, place);
  }

  @Override
  public synchronized void ended() {
    Shown last = shown;
    if (last != null) {
      shown = null;
      last.bar().close(); // draws the final state
      line.end(last.place().bar);
    }
  }
}
