package processpool.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A queue with two ends. The JDK's {@code ArrayDeque} puts an element in, and then finds no memory
 * to grow: it seems empty from then on. This one grows first, so that it keeps what it holds.
 *
 * @param <T> what it holds
 */
public final class ArrayQueue<T> {
  private @Nullable Object[] items;
  private int head;
  private int size;

  /**
   * An empty one.
   *
   * @param capacity so many fit without more memory; at least 1
   */
  public ArrayQueue(int capacity) {
    items = new Object[capacity];
  }

  /**
   * How many it holds.
   *
   * @return 0 or more
   */
  public int size() {
    return size;
  }

  /**
   * Puts something behind all others.
   *
   * @param item what
   */
  public void add(T item) {
    makeRoom();
    items[at(size)] = item;
    size++;
  }

  /**
   * Puts something before all others.
   *
   * @param item what
   */
  public void addFirst(T item) {
    makeRoom();
    head = head == 0 ? items.length - 1 : head - 1;
    items[head] = item;
    size++;
  }

  /**
   * What is first; stays here.
   *
   * @return null when it is empty
   */
  public @Nullable T peek() {
    return size == 0 ? null : get(0);
  }

  /**
   * Takes out what is first.
   *
   * @return null when it is empty
   */
  public @Nullable T poll() {
    if (size == 0) {
      return null;
    }
    T first = get(0);
    items[head] = null;
    head = at(1);
    size--;
    return first;
  }

  /**
   * Takes out all that are such.
   *
   * @param such whether one is; must not throw
   */
  public void removeIf(Predicate<T> such) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      T item = get(i);
      if (!such.test(item)) {
        items[at(kept++)] = item;
      }
    }
    while (size > kept) {
      items[at(--size)] = null;
    }
  }

  /**
   * Puts all it holds into a list, first come first; it keeps them.
   *
   * @param list to whose end
   */
  public void copyTo(List<? super T> list) {
    for (int i = 0; i < size; i++) {
      list.add(get(i));
    }
  }

  /** Lets go of all it holds. */
  public void clear() {
    Arrays.fill(items, null);
    head = 0;
    size = 0;
  }

  private int at(int index) {
    int place = head + index;
    return place < items.length ? place : place - items.length;
  }

  @SuppressWarnings("unchecked") // only T are put in
  private T get(int index) {
    return (T) Objects.requireNonNull(items[at(index)]);
  }

  private void makeRoom() {
    if (size < items.length) {
      return;
    }
    Object[] more = new Object[2 * size];
    for (int i = 0; i < size; i++) {
      more[i] = items[at(i)];
    }
    items = more;
    head = 0;
  }
}
