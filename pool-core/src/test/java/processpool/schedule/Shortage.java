package processpool.schedule;

import java.util.ArrayList;
import java.util.Collection;

/**
 * Lets memory run out: {@link ShortageLoader} has the scheduler call {@link #take} wherever it
 * takes some. For one life of a pool at a time, on one thread.
 */
public final class Shortage {
  /** A step of a life takes memory about so often. */
  private static final int OFTEN = 60;

  /** So many more times there is some; below 0 there always is. */
  private static int left = -1;

  private static int struck;

  private Shortage() {}

  /** Another life begins. */
  static void reset() {
    left = -1;
    struck = 0;
  }

  /** Memory will run out soon, once. */
  static void begin(ModelSequence sequence) {
    left = 1 + sequence.below(OFTEN);
  }

  static void end() {
    left = -1;
  }

  /** How often it has run out in this life: not all is as it should be then, but all must end. */
  static int struck() {
    return struck;
  }

  /** Something is about to take memory. */
  public static void take() {
    if (left > 0 && --left == 0) {
      struck++;
      throw new OutOfMemoryError("Java heap space");
    }
  }

  /**
   * In place of the JDK's: takes memory only when it has no room left.
   *
   * @param <E> what is in it
   */
  public static final class RoomyList<E> extends ArrayList<E> {
    private static final long serialVersionUID = 1;
    private static final int FIRST = 10;

    /** What the JDK's has room for; 0 until the first element when none was said. */
    private int room;

    private final boolean noneSaid;

    /** As the JDK's. */
    public RoomyList() {
      noneSaid = true;
    }

    /**
     * As the JDK's.
     *
     * @param size what fits
     */
    public RoomyList(int size) {
      super(size);
      room = size;
      noneSaid = false;
    }

    /**
     * As the JDK's.
     *
     * @param all what is in it
     */
    public RoomyList(Collection<? extends E> all) {
      super(all);
      room = all.size();
      noneSaid = false;
    }

    @Override
    public void ensureCapacity(int size) {
      if (noneSaid && room == 0 && size <= FIRST) {
        return; // the JDK's ensures nothing here
      }
      make(size);
    }

    private void make(int size) {
      if (size > room) {
        take();
        room = Math.max(noneSaid ? FIRST : 1, Math.max(size, room + room / 2));
      }
    }

    @Override
    public boolean add(E element) {
      make(size() + 1);
      return super.add(element);
    }

    @Override
    public boolean addAll(Collection<? extends E> all) {
      make(size() + all.size());
      return super.addAll(all);
    }
  }
}
