package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever the bytes of maps, sets, records and the like say, reading them ends, and takes little.
 */
@Timeout(120)
class ObjectsDamageTest {
  private static final ClassLoader LOADER = ObjectsDamageTest.class.getClassLoader();

  /** Any damage at all ends in an exception or a value, and takes little memory. */
  @Test
  void damageEndsInAnExceptionOrAValue() throws Exception {
    long seed = Long.getLong("damage.seed", System.nanoTime());
    Random random = new Random(seed);
    List<byte[]> honest = new ArrayList<>();
    for (Object value : ObjectsTest.values().toList()) {
      MessageWriter message = new MessageWriter();
      Codec.encode(value, message);
      if (message.length() < 4_000) {
        honest.add(message.toByteArray());
      }
    }
    int refused = 0;
    for (int i = 0; i < 40_000; i++) {
      byte[] bytes = honest.get(i % honest.size()).clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] =
            (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(80));
      }
      try {
        Codec.decode(new MessageReader(bytes, bytes.length), LOADER);
      } catch (IOException | ClassNotFoundException | RuntimeException e) {
        refused++;
      } catch (Throwable wrong) {
        throw new AssertionError("-Ddamage.seed=" + seed + ", " + Arrays.toString(bytes), wrong);
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void nobodyCanAnnounceMoreThanThereIs() throws Exception {
    byte[] many = new byte[1 << 16];
    for (Kind kind : List.of(Kind.ARRAY_LIST, Kind.HASH_MAP, Kind.SET_OF, Kind.HASH_SET)) {
      for (int each : List.of(1, 2)) {
        MessageWriter bomb = new MessageWriter().putByte(18).putInt(many.length + 5).putInt(0);
        bomb.putByte(ObjectWriter.FIRST + kind.ordinal()).putInt(many.length / each + 1);
        for (int i = 0; i < many.length / 5; i++) { // each holds the next, and claims all the rest
          bomb.putByte(ObjectWriter.FIRST + kind.ordinal()).putInt(many.length / 2);
        }
        bomb.putInt(0);
        assertThatThrownBy(() -> Codec.decode(MessageReader.of(bomb), LOADER))
            .hasMessageContaining("damaged");
      }
    }
  }
}
