package processpool.wire;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What a pool asks about each object that it reads from its workers, beside the JVM's own filter.
 * It goes where the classes are looked for, so that nothing can be read without it.
 */
public final class InputFilter {
  private final ObjectInputFilter asked;

  /** The latest one, as most of a pool's tasks come from the same loader. */
  private volatile WeakReference<Loader> latest = new WeakReference<>(null);

  /**
   * Asks such a filter.
   *
   * @param asked which
   */
  public InputFilter(ObjectInputFilter asked) {
    this.asked = asked;
  }

  /** Finds what its parent finds. */
  static final class Loader extends ClassLoader {
    final ObjectInputFilter asked;

    Loader(ClassLoader parent, ObjectInputFilter asked) {
      super(parent);
      this.asked = asked;
    }
  }

  /**
   * A loader for reading what comes from workers.
   *
   * @param filter what is asked; null for nothing
   * @param classes finds the classes
   * @return one that finds the same
   */
  public static ClassLoader before(@Nullable InputFilter filter, ClassLoader classes) {
    return filter == null ? classes : filter.before(classes);
  }

  private ClassLoader before(ClassLoader classes) {
    Loader known = latest.get();
    if (known == null || known.getParent() != classes) {
      known = new Loader(classes, asked);
      latest = new WeakReference<>(known);
    }
    return known;
  }

  /** The loader that finds the classes. */
  static ClassLoader classes(ClassLoader loader) {
    return loader instanceof Loader filtered ? filtered.getParent() : loader;
  }

  /** What goes with a loader: the JVM's filter, if that is to be asked, and then the pool's. */
  static @Nullable Chain chain(ClassLoader loader, boolean jvmsToo) {
    ObjectInputFilter pools = loader instanceof Loader filtered ? filtered.asked : null;
    ObjectInputFilter jvms =
        jvmsToo
            ? ObjectInputFilter.Config.getSerialFilterFactory()
                .apply(null, ObjectInputFilter.Config.getSerialFilter())
            : null;
    return pools == null && jvms == null ? null : new Chain(jvms, pools, null);
  }

  /** Asks one after the other, and remembers what was refused. */
  static final class Chain implements ObjectInputFilter {
    private final @Nullable ObjectInputFilter jvms;
    private final @Nullable ObjectInputFilter pools;
    private final @Nullable ObjectInputFilter limits;
    private @Nullable Refused refused;

    Chain(
        @Nullable ObjectInputFilter jvms,
        @Nullable ObjectInputFilter pools,
        @Nullable ObjectInputFilter limits) {
      this.jvms = jvms;
      this.pools = pools;
      this.limits = limits;
    }

    @Override
    public Status checkInput(FilterInfo info) {
      Status first = ask(jvms, info);
      Status second = first == Status.REJECTED ? first : ask(pools, info);
      if (second == Status.REJECTED) {
        refused =
            first == Status.REJECTED
                ? Refused.by("the JVM's filter (jdk.serialFilter)", jvms, info)
                : Refused.by("the pool's filter (objectInputFilter)", pools, info);
        return second;
      }
      if (ask(limits, info) == Status.REJECTED) {
        return Status.REJECTED;
      }
      return first == Status.ALLOWED ? first : second;
    }

    private static Status ask(@Nullable ObjectInputFilter filter, FilterInfo info) {
      return filter == null ? Status.UNDECIDED : filter.checkInput(info);
    }

    /** What a filter refused, not the limits; null when none did. */
    @Nullable InvalidClassException refused() {
      return refused == null ? null : refused.exception();
    }
  }
}
