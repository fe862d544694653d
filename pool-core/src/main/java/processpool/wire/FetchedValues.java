package processpool.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Shared values of a program on another machine, as workers of this one have them: each is fetched
 * once, when a first worker asks for it, and kept until that program lets it go. Thread-safe.
 */
public final class FetchedValues implements ValueSource {
  /** Pieces that are asked for before the first has come: the way there and back may be long. */
  private static final int UNDER_WAY = 64;

  /** Asks the other program. */
  public interface Source {
    /**
     * Asks for a piece.
     *
     * @param pool a pool's key
     * @param number of a value of that pool
     * @param offset where to begin, 0 or more
     * @return what {@link SharedValues#answer} says there
     */
    CompletableFuture<MessageReader> ask(long pool, int number, long offset);
  }

  private record Key(long pool, int number) {}

  /** One value, or why there is none. */
  private record Fetched(int state, @Nullable SharedBytes bytes) {}

  private final Source source;
  private final Map<Key, CompletableFuture<Fetched>> values = new HashMap<>();
  private final Map<Key, Set<SharedValues.Holder>> holders = new HashMap<>();

  /**
   * Of one program.
   *
   * @param source asks it
   */
  public FetchedValues(Source source) {
    this.source = source;
  }

  /** Only the other program knows what there is. */
  @Override
  public void check(long pool, int number, long offset) throws StreamCorruptedException {
    if (offset < -1) {
      throw new StreamCorruptedException("damaged link: offset=" + offset);
    }
  }

  @Override
  public void answer(
      long pool, int number, long offset, MessageWriter to, SharedValues.Holder holder)
      throws IOException {
    Key key = new Key(pool, number);
    Fetched value = value(key);
    SharedBytes bytes = value.bytes;
    if (bytes == null) {
      to.putByte(value.state);
      return;
    }
    synchronized (this) {
      if (values.containsKey(key)) {
        bytes.putTo(to.putByte(HeldValues.HERE), offset);
        holders.computeIfAbsent(key, k -> new HashSet<>()).add(holder);
        return;
      }
    }
    to.putByte(HeldValues.CLOSED); // meanwhile
  }

  private Fetched value(Key key) throws IOException {
    CompletableFuture<Fetched> mine = new CompletableFuture<>();
    CompletableFuture<Fetched> known;
    synchronized (this) {
      known = values.putIfAbsent(key, mine);
    }
    if (known == null) {
      fetch(key, mine);
      known = mine;
    }
    try {
      return known.join();
    } catch (CompletionException failed) {
      throw new IOException("the value could not be fetched: " + failed.getCause(), failed);
    }
  }

  private void fetch(Key key, CompletableFuture<Fetched> to) {
    try {
      Fetched fetched = fetch(key);
      if (fetched.bytes == null) {
        forget(key, to);
      }
      to.complete(fetched);
    } catch (Throwable failed) {
      forget(key, to);
      to.completeExceptionally(failed);
    }
  }

  private synchronized void forget(Key key, CompletableFuture<Fetched> value) {
    values.remove(key, value);
  }

  private Fetched fetch(Key key) throws IOException {
    MessageReader first = source.ask(key.pool, key.number, 0).join();
    int state = first.getByte();
    if (state != HeldValues.HERE) {
      return new Fetched(state, null);
    }
    int form = first.getByte();
    long length = first.getLong();
    List<ByteBuffer> pieces = new ArrayList<>();
    long asked = add(first, pieces);
    int step = (int) asked;
    ArrayDeque<CompletableFuture<MessageReader>> underWay = new ArrayDeque<>();
    while (asked < length || !underWay.isEmpty()) {
      while (asked < length && underWay.size() < UNDER_WAY) {
        underWay.add(source.ask(key.pool, key.number, asked));
        asked += step;
      }
      MessageReader next = underWay.remove().join();
      if (next.getByte() != HeldValues.HERE) {
        return new Fetched(HeldValues.CLOSED, null);
      }
      next.getByte();
      next.getLong();
      add(next, pieces);
    }
    return new Fetched(state, SharedBytes.received(form, pieces.toArray(new ByteBuffer[0])));
  }

  /** Returns how many bytes it is. */
  private static int add(MessageReader answer, List<ByteBuffer> to) throws IOException {
    if (answer.getByte() != SharedReader.PIECE) {
      throw new StreamCorruptedException("damaged link: a file of another machine");
    }
    byte[] piece = answer.getBytes();
    to.add(ByteBuffer.wrap(piece));
    return piece.length;
  }

  @Override
  public synchronized void forget(SharedValues.Holder holder) {
    holders.values().forEach(holding -> holding.remove(holder));
  }

  /**
   * The other program has let a value go.
   *
   * @param pool a pool's key
   * @param number of a value of that pool
   * @throws IOException when its file cannot be closed
   */
  public void release(long pool, int number) throws IOException {
    Key key = new Key(pool, number);
    CompletableFuture<Fetched> value;
    Set<SharedValues.Holder> told;
    synchronized (this) {
      value = values.remove(key);
      told = holders.remove(key);
    }
    if (told != null) {
      told.forEach(holder -> holder.release(pool, number));
    }
    close(value);
  }

  private static void close(@Nullable CompletableFuture<Fetched> value) throws IOException {
    if (value != null && value.isDone() && !value.isCompletedExceptionally()) {
      SharedBytes bytes = value.join().bytes;
      if (bytes != null) {
        bytes.close();
      }
    }
  }

  /**
   * Nobody asks any more.
   *
   * @throws IOException when a file cannot be closed
   */
  public void end() throws IOException {
    List<CompletableFuture<Fetched>> all;
    synchronized (this) {
      all = new ArrayList<>(values.values());
      values.clear();
      holders.clear();
    }
    for (CompletableFuture<Fetched> value : all) {
      close(value);
    }
  }
}
