package processpool;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Results whose own code runs while this process reads them, in all the ways there are, and does
 * then what the test wants: blocks, or uses the pool. Workers make them, and know nothing of it.
 */
final class SlowToRead {
  /** What is done while one is read. */
  interface Reading {
    void read() throws IOException;
  }

  private static volatile Reading reading = () -> {};

  private SlowToRead() {}

  static void whileReading(Reading what) {
    reading = what;
  }

  /** Whoever reads one waits until the latch is down. */
  static void blockUntil(CountDownLatch open) {
    whileReading(
        () -> {
          try {
            open.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Whoever reads one on a thread that must not block does, until the latch is down. */
  static void blockWhereItMustNot(CountDownLatch open) {
    blockUntil(open);
    Reading block = reading;
    whileReading(
        () -> {
          if (Promptly.here()) {
            block.read();
          }
        });
  }

  static void none() {
    whileReading(() -> {});
  }

  /** By which of its methods. */
  enum Kind {
    READ_OBJECT,
    READ_RESOLVE,
    READ_EXTERNAL,
    HASH_CODE,
    IN_AN_EXCEPTION
  }

  /** A task. */
  static Object make(Kind kind) throws Broken {
    return switch (kind) {
      case READ_OBJECT -> new WithReadObject();
      case READ_RESOLVE -> new WithReadResolve();
      case READ_EXTERNAL -> new WithReadExternal();
      case HASH_CODE -> new HashMap<>(Map.of(new WithHashCode(), 1));
      case IN_AN_EXCEPTION -> throw new Broken();
    };
  }

  /** A task: one, as quickly as such a task returns. */
  static WithReadObject one(int unused) {
    return new WithReadObject();
  }

  static final class WithReadObject implements Serializable {
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      reading.read();
    }
  }

  static final class WithReadResolve implements Serializable {
    private Object readResolve() throws IOException {
      reading.read();
      return this;
    }
  }

  /** Public, with a public constructor, as its interface demands. */
  public static final class WithReadExternal implements Externalizable {
    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(1);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      in.readInt();
      reading.read();
    }
  }

  static final class WithHashCode implements Serializable {
    @Override
    public int hashCode() {
      try {
        reading.read();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof WithHashCode;
    }
  }

  static final class Broken extends Exception {
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      reading.read();
    }
  }
}
