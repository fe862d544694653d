package processpool.schedule;

import java.lang.reflect.Constructor;

/**
 * The door by which an engine comes in: gets its module a builder of pools that run on it. The face
 * itself must not show what an engine is, and this room must not know the face; so the builder's
 * class is named by the caller, and has a private constructor that takes the engine.
 */
public final class Engines {
  private Engines() {}

  /**
   * Makes a builder.
   *
   * @param <B> the builder
   * @param builder its class: {@code ProcessPool.Builder.class}
   * @param engine where the pools it builds have their workers
   * @return a new builder
   */
  public static <B> B builder(Class<B> builder, Engine engine) {
    try {
      Constructor<B> hidden = builder.getDeclaredConstructor(Engine.class);
      hidden.setAccessible(true); // a class of this module
      return hidden.newInstance(engine);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "the builder takes no engine: class="
              + builder.getName()
              + "; use pool-core and the engine's module in the same version",
          e);
    }
  }
}
