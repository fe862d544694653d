package processpool.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;

/** Where workers' shared values come from. */
public interface ValueSource {
  /** What this program shares itself. */
  ValueSource OWN =
      new ValueSource() {
        @Override
        public void check(long pool, int number, long offset) throws StreamCorruptedException {
          SharedValues.check(pool, number, offset);
        }

        @Override
        public void answer(
            long pool, int number, long offset, MessageWriter to, SharedValues.Holder holder)
            throws IOException {
          SharedValues.answer(pool, number, offset, to, holder);
        }

        @Override
        public void forget(SharedValues.Holder holder) {
          SharedValues.forget(holder);
        }
      };

  /**
   * As {@link SharedValues#check}.
   *
   * @param pool a pool's key
   * @param number of a value of that pool
   * @param offset where to begin, or -1
   * @throws StreamCorruptedException when a worker cannot have been told of that
   */
  void check(long pool, int number, long offset) throws StreamCorruptedException;

  /**
   * As {@link SharedValues#answer}; may wait.
   *
   * @param pool a pool's key
   * @param number of a value of that pool
   * @param offset where to begin, or -1
   * @param to what the worker is told, behind the request's number
   * @param holder passes it on, and hears when it is to be let go
   * @throws IOException when the value cannot be read
   */
  void answer(long pool, int number, long offset, MessageWriter to, SharedValues.Holder holder)
      throws IOException;

  /**
   * A worker has ended: it holds nothing.
   *
   * @param holder passed values on to it
   */
  void forget(SharedValues.Holder holder);
}
