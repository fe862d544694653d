package processpool;

/**
 * Hears how far submissions are: the place for a progress bar. For {@link
 * ProcessPool#withProgress}. Python's Pool has no counterpart.
 *
 * <pre>{@code
 * ProcessPool watched = pool.withProgress((done, total) -> System.out.println(done + "/" + total));
 * List<Integer> squares = watched.map(Example::square, numbers);
 * }</pre>
 *
 * <p>Each submission through the view has a sequence of its own: a single task, a map, an
 * iteration. It begins with 0, then comes what has changed, at most about twenty times a second,
 * then the final state, which is always told, and before the result is done (of an iteration,
 * before its end is seen). No state is told twice in a row. Submissions that are under way at the
 * same time are told in turn, so give each a listener of its own, by a view of its own, if they are
 * to be told apart.
 *
 * <p>What counts are calls that have ended, well or not. Of a failed map that is all of them, as
 * its other calls run on. Calls that were cancelled, by {@code cancel}, {@code terminate} or an
 * iterator's {@code close}, do not count: then the final state has fewer than the total, and the
 * total of an iteration whose arguments were not read to their end stays unknown.
 *
 * <p>Called on a thread of the pool's, one call at a time; the thread is there while something is
 * under way through the view, and a few seconds longer. The listener stays in this process and need
 * not be serializable. It may throw: that is logged once, and it is told on. It may block, use the
 * pool or cancel: no result waits for a listener that has been blocked in one call for half a
 * second, or busy with it for ten; it then hears the final state late.
 *
 * @since 0.2
 */
@FunctionalInterface
public interface ProgressListener {
  /**
   * Something has begun, gone on or ended.
   *
   * @param done how many calls have ended; never fewer than before in the same submission
   * @param total of how many; -1 while unknown, which is only for an iteration over what is not a
   *     Collection, until all its arguments have been read
   */
  void progress(long done, long total);

  /**
   * A submission is over: its final state has just been told, and nothing more will be. Told once
   * of each, on the same thread as {@link #progress}, and like it before the result is done. Of use
   * to who shows something for as long as a submission lasts, as a final state may be any: that of
   * a cancelled map has fewer calls than the total. Does nothing unless overridden.
   *
   * @since 0.2
   */
  default void ended() {}
}
