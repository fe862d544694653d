package processpool.parent;

import java.util.ArrayList;
import java.util.List;

/** A worker that begins at once what it is handed, and remembers what else it was told. */
final class FakeRunner implements Runner {
  final List<Chunk> handed = new ArrayList<>();
  Runnable helping = () -> {};
  int left;
  int killed;

  @Override
  public long pid() {
    return 1;
  }

  @Override
  public int depth() {
    return 64;
  }

  @Override
  public void run(Chunk chunk) {
    handed.add(chunk);
  }

  @Override
  public boolean takeBack(Chunk chunk) {
    return false;
  }

  @Override
  public boolean hasBegun(Chunk chunk) {
    return true;
  }

  @Override
  public void help(Chunk chunk, long nanos) {
    helping.run();
  }

  @Override
  public void leave() {
    left++;
  }

  @Override
  public void kill() {
    killed++;
  }
}
