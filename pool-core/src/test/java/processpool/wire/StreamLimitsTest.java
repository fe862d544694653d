package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.Vector;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import processpool.ProcessPool;

/** What a damaged stream may claim, and that no value that was really sent is refused. */
@Timeout(60)
class StreamLimitsTest {
  private static Object deserialize(byte[] bytes) throws IOException, ClassNotFoundException {
    return Serialization.deserialize(bytes, StreamLimitsTest.class.getClassLoader());
  }

  /** Replaces one number, which must be there once. */
  private static byte[] claim(byte[] stream, int written, int claimed) {
    ByteBuffer bytes = ByteBuffer.wrap(stream.clone());
    int at = -1;
    for (int i = 0; i <= stream.length - Integer.BYTES; i++) {
      if (bytes.getInt(i) == written) {
        assertThat(at).as("places of " + written).isEqualTo(-1);
        at = i;
      }
    }
    return bytes.putInt(at, claimed).array();
  }

  @Test
  void anArrayCannotClaimMoreElementsThanThereAreBytes() throws Exception {
    for (Object array :
        List.of(
            new byte[0x0102],
            new int[0x0102],
            new long[0x0102],
            new char[0x0102],
            new boolean[0x0102],
            new double[0x0102],
            new String[0x0102],
            new int[0x0102][])) {
      byte[] bomb = claim(Serialization.serialize(array), 0x0102, Integer.MAX_VALUE - 8);
      assertThatThrownBy(() -> deserialize(bomb))
          .isInstanceOf(InvalidClassException.class)
          .hasMessageContaining("REJECTED");
    }
  }

  /** The limit itself is where the class says: eight places a byte, and some for small streams. */
  @Test
  void anArrayOfObjectsMayAskForEightPlacesAByte() throws Exception {
    byte[] stream = Serialization.serialize(new String[0x0102]);
    int most = 8 * stream.length + 64;
    assertThatThrownBy(() -> deserialize(claim(stream, 0x0102, most + 1)))
        .isInstanceOf(InvalidClassException.class)
        .hasMessageContaining("REJECTED");
    assertThatThrownBy(() -> deserialize(claim(stream, 0x0102, most)))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void aCollectionCannotClaimMoreElementsThanThereAreBytes() throws Exception {
    List<Integer> list = new ArrayList<>(Collections.nCopies(0x010203, null));
    list.subList(0x0102, 0x010203).clear();
    assertThatThrownBy(() -> deserialize(lastInt(Serialization.serialize(list), 0x0102)))
        .isInstanceOf(IOException.class);
    Map<Integer, Integer> map = new HashMap<>();
    for (int i = 1000; i < 1000 + 0x0102; i++) {
      map.put(i * 1_000_003, null);
    }
    byte[] bomb = lastInt(Serialization.serialize(map), 0x0102);
    assertThatThrownBy(() -> deserialize(bomb)).isInstanceOf(IOException.class);
  }

  /** Every place of a number, for a class that writes it more than once. */
  private static byte[] lastInt(byte[] stream, int written) {
    ByteBuffer bytes = ByteBuffer.wrap(stream.clone());
    for (int i = 0; i <= stream.length - Integer.BYTES; i++) {
      if (bytes.getInt(i) == written) {
        bytes.putInt(i, Integer.MAX_VALUE / 2);
      }
    }
    return bytes.array();
  }

  /** Arrays in arrays, each the only element of the one before it, and each claiming a length. */
  private static byte[] arraysInArrays(int depth, int claimed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] one = Serialization.serialize(new Object[0]);
    out.write(one, 0, one.length - Integer.BYTES);
    out.writeInt(claimed);
    for (int i = 1; i < depth; i++) {
      out.writeByte(ObjectStreamConstants.TC_ARRAY);
      out.writeByte(ObjectStreamConstants.TC_REFERENCE);
      out.writeInt(ObjectStreamConstants.baseWireHandle);
      out.writeInt(claimed);
    }
    out.writeByte(ObjectStreamConstants.TC_NULL);
    return bytes.toByteArray();
  }

  @Test
  void manyArraysTogetherCannotEither() throws Exception {
    byte[] bomb = arraysInArrays(500, 4_000); // each alone would pass
    assertThatThrownBy(() -> deserialize(bomb)).hasMessageContaining("REJECTED");
  }

  @Test
  void aChainWithoutEndIsRefusedOrSaidToBeTooDeep() throws Exception {
    byte[] bomb = arraysInArrays(200_000, 1);
    assertThatThrownBy(() -> deserialize(bomb)).isInstanceOf(IOException.class);
    Throwable[] thrown = new Throwable[1];
    Thread deep =
        new Thread(
            null,
            () -> {
              try {
                deserialize(bomb);
              } catch (Throwable e) {
                thrown[0] = e;
              }
            },
            "deep",
            1L << 30);
    deep.start();
    deep.join();
    assertThat(thrown[0])
        .isExactlyInstanceOf(IOException.class)
        .hasMessageStartingWith("objects nested deeper");
  }

  @Test
  void listsOfTheShortFormAreNotFollowedForEver() {
    MessageWriter bomb = new MessageWriter();
    for (int i = 0; i < 1_000_000; i++) {
      bomb.putByte(15).putInt(1);
    }
    MessageReader reader = new MessageReader(bomb.toByteArray(), bomb.size());
    assertThatThrownBy(() -> Codec.decode(reader, StreamLimitsTest.class.getClassLoader()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nested");
  }

  private static List<Object> honest() {
    List<Object> values = new ArrayList<>();
    Map<Integer, Integer> sparse = new HashMap<>(16, 0.01f);
    HashSet<Integer> sparseSet = new HashSet<>(1 << 16, 0.01f);
    Map<Object, Object> identity = new IdentityHashMap<>(1 << 16);
    Hashtable<Integer, Integer> table = new Hashtable<>(1 << 16);
    for (int i = 0; i < 20_000; i++) {
      sparse.put(i, null);
      sparseSet.add(i);
      identity.put(i, null);
      table.put(i, i);
    }
    values.add(sparse);
    values.add(new LinkedHashMap<>(sparse));
    values.add(new TreeMap<>(table));
    values.add(new ConcurrentHashMap<>(table));
    values.add(sparseSet);
    values.add(table);
    values.add(new ArrayDeque<>(sparseSet));
    values.add(new PriorityQueue<>(sparseSet));
    values.add(new Vector<>(1 << 20));
    values.add(new ArrayBlockingQueue<>(1 << 16));
    values.add(new HashMap<>(1 << 20));
    values.add(new HashSet<>(1 << 20));
    values.add(new ArrayList<>(Collections.nCopies(1 << 16, null)));
    values.add(new Object[1 << 16]);
    values.add(new int[300][300]);
    values.add(new long[1 << 16]);
    values.add(Arrays.asList(new Integer[1 << 12]));
    values.add(BitSet.valueOf(new long[] {1, 2, 3}));
    values.add(new StringBuilder(1 << 16).append("x"));
    List<Object> small = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      small.add(new HashMap<>(Map.of(1, 2)));
      small.add(new HashSet<>());
      small.add(new IdentityHashMap<>());
      small.add(new ArrayDeque<>());
      small.add(new Object[0]);
    }
    values.add(small);
    values.add(identity);
    return values;
  }

  @Test
  void whatWasReallySentIsNeverRefused() throws Exception {
    for (Object value : honest()) {
      Object back = deserialize(Serialization.serialize(value));
      assertThat(back).as(value.getClass().getName()).isInstanceOf(value.getClass());
    }
  }

  record Node(int value, Object next) implements Serializable {}

  @Test
  void aChainThatCanBeSentCanBeRead() throws Exception {
    Object chain = null;
    for (int i = 0; i < 500; i++) {
      chain = new Node(i, chain);
    }
    assertThat(deserialize(Serialization.serialize(chain))).isEqualTo(chain);
  }

  /** Any damage at all ends in an exception or a value, not in a dead worker of little memory. */
  static int damageAll(long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> streams = new ArrayList<>();
    streams.add(
        Serialization.serialize(new HashMap<>(Map.of("a", new int[5], "b", List.of(1, 2)))));
    streams.add(
        Serialization.serialize(new Object[] {new long[3], "text", new HashSet<>(List.of(1, 2))}));
    streams.add(Serialization.serialize(new ArrayDeque<>(List.of(1, 2, 3))));
    streams.add(Serialization.serialize(new Node(1, new Vector<>(List.of("x")))));
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = streams.get(i % streams.size()).clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        deserialize(damaged);
      } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
        refused++;
      }
    }
    return refused;
  }

  @Test
  void noDamageExhaustsALittleMemory() throws Exception {
    ProcessPool pool = ProcessPool.builder().processes(1).jvmOptions("-Xmx48m").build();
    try {
      assertThat(pool.apply(StreamLimitsTest::damageAll, 42L)).isGreaterThan(5_000);
    } finally {
      pool.terminate();
    }
  }
}
