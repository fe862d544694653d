package processpool.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A message that is sent later, in a program that shares values: while it waits, it keeps the
 * handles from becoming garbage whose keys are among its bytes.
 */
public final class KeepingWriter extends MessageWriter {
  private final List<Object> kept = new ArrayList<>(1);

  /** Makes an empty message, as a builder of part of one. */
  public KeepingWriter() {}

  @Override
  void keep(Object named) {
    kept.add(named);
  }

  /** What it keeps. */
  List<Object> kept() {
    return kept;
  }
}
