package processpool.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters are asked about objects as Java serialization asks them. Conformance line 59. */
@Timeout(60)
class ObjectsFilterTest {
  record Held(Object value) implements Serializable {
    static int made;

    Held {
      made++;
    }
  }

  enum Size {
    SMALL
  }

  private static Object read(Object value, ObjectInputFilter filter) throws Exception {
    MessageWriter message = new MessageWriter();
    Codec.encode(value, message);
    ClassLoader loader =
        InputFilter.before(new InputFilter(filter), ObjectsFilterTest.class.getClassLoader());
    Object arrived = Codec.arrive(MessageReader.of(message), true);
    assertThat(arrived).as("nobody is asked as it arrives").isInstanceOf(UnreadValue.class);
    Object back = ((UnreadValue) arrived).read(loader);
    assertThat(back).isEqualTo(value);
    return back;
  }

  private static final Object VALUE =
      new HashMap<>(
          Map.of(
              "list", new ArrayList<>(List.of(new Held(1), new Held(new int[0].length))),
              "path", Path.of("x"),
              "day", Optional.of(LocalDate.EPOCH),
              "size", Size.SMALL,
              "of", List.of(1, 2, 3)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!java.util.HashMap",
        "!java.util.ArrayList",
        "!processpool.wire.ObjectsFilterTest$Held",
        "!processpool.wire.ObjectsFilterTest$Size",
        "!java.nio.file.Path",
        "!java.util.Optional",
        "!java.time.*",
        "java.util.*;!*",
        "maxdepth=2",
        "maxrefs=3",
        "maxarray=2",
        "maxbytes=20"
      })
  void whatIsForbiddenIsNotRead(String pattern) {
    assertThatThrownBy(() -> read(VALUE, ObjectInputFilter.Config.createFilter(pattern)))
        .isInstanceOf(InvalidClassException.class)
        .hasMessageContaining("refused by the ");
  }

  @Test
  void whatIsAllowedIs() throws Exception {
    read(VALUE, ObjectInputFilter.Config.createFilter("java.base/*;processpool.**;!*"));
    read(VALUE, ObjectInputFilter.Config.createFilter("maxarray=100;maxdepth=6;maxrefs=50"));
  }

  @Test
  void aRecordThatIsForbiddenIsNotMade() {
    int before = Held.made + 1;
    assertThatThrownBy(
            () ->
                read(
                    new Held("x"),
                    info -> info.serialClass() == Held.class ? Status.REJECTED : Status.UNDECIDED))
        .hasMessageContaining(Held.class.getName());
    assertThat(Held.made).isEqualTo(before);
  }

  @Test
  void aFilterThatFailsForbids() {
    assertThatThrownBy(
            () ->
                read(
                    new Held("x"),
                    info -> {
                      throw new IllegalStateException("no idea");
                    }))
        .isInstanceOf(InvalidClassException.class)
        .hasRootCauseMessage("no idea");
  }
}
