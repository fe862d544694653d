package processpool.schedule;

import java.util.ArrayList;
import java.util.List;

/** A worker that begins at once what it is handed, and remembers what else it was told. */
final class FakeRunner implements Runner {
  final List<Chunk> handed = new ArrayList<>();
  Runnable helping = () -> {};
  boolean room;
  boolean near = true;
  boolean quick;
  boolean givesBack;
  int left;
  int ended;

  @Override
  public WorkerId id() {
    return new WorkerId("", 1);
  }

  @Override
  public int parallel() {
    return 1;
  }

  @Override
  public boolean hasRoom(long bytes) {
    return room;
  }

  @Override
  public boolean isNear() {
    return near;
  }

  @Override
  public boolean isQuick() {
    return quick;
  }

  @Override
  public boolean isHeldUp() {
    return false;
  }

  @Override
  public void hand(Chunk chunk) {
    handed.add(chunk);
  }

  @Override
  public Answer takeBack(Chunk chunk) {
    return givesBack && handed.indexOf(chunk) > 0 ? Answer.YES : Answer.NO;
  }

  @Override
  public void forget(Chunk[] chunks, int count) {}

  @Override
  public int begun(Chunk chunk) {
    return chunk.calls();
  }

  @Override
  public Answer stop(Chunk chunk, int begun) {
    return Answer.YES;
  }

  @Override
  public void start() {}

  @Override
  public void send() {}

  @Override
  public void help(Chunk chunk, long nanos) {
    helping.run();
  }

  @Override
  public void abort(Chunk chunk) {
    ended++;
  }

  @Override
  public void leave() {
    left++;
  }

  @Override
  public void end() {
    ended++;
  }
}
