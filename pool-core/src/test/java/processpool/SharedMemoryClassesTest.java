package processpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import processpool.wire.MessageWriter;
import processpool.wire.RingWriter;
import processpool.wire.SharedMemory;
import processpool.wire.ToWorker;

/**
 * Once a worker uses shared memory there is no way back, so whatever the parent may need for that
 * is loaded before: a moment without descriptors, in which no class can be read from a folder, must
 * not be the first to ask for it.
 */
class SharedMemoryClassesTest {
  private static final String MARK = "made";

  /** Uses all of it that a parent does. */
  static class Program {
    public static void main(String[] args) throws Exception {
      var message = new MessageWriter(ToWorker.RUN).putInt(1); // known to every pool before
      RingWriter.Bell bell =
          new RingWriter.Bell() {
            @Override
            public void ring() {}

            @Override
            public boolean isConnected() {
              return true;
            }
          };
      SharedMemory memory;
      try {
        memory = SharedMemory.create();
        memory.load(bell);
      } catch (IOException cannot) {
        System.out.println(cannot);
        return;
      }
      System.out.println(MARK);
      memory.requestWriter(bell).send(message);
      var unusedReply = memory.replyReader().poll();
      var unusedOwner = memory.claims();
      var unusedDraft = memory.draft();
      memory.close();
    }
  }

  @Test
  void whatTheParentNeedsOfItIsLoadedBeforeItIsOffered() throws Exception {
    Programs.Ended ended = Programs.run(Program.class, List.of("-Xlog:class+load=info"));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    List<String> lines = ended.out().lines().toList();
    assumeTrue(lines.contains(MARK), "no shared memory here");
    assertThat(lines.subList(lines.indexOf(MARK), lines.size()))
        .noneMatch(line -> line.contains(" processpool."));
  }
}
