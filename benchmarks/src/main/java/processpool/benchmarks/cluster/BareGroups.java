package processpool.benchmarks.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.DiagnosticsHandler;

/** JGroups without a pool: messages to another JVM and back. As a program, that other JVM. */
final class BareGroups {
  static final int HERE = 7951;
  private static final int THERE = 7950;
  private static final int PIECE = 256 << 10;

  private final JChannel channel;
  private final Address other;
  private final LinkedBlockingQueue<Integer> back = new LinkedBlockingQueue<>();

  BareGroups() throws Exception {
    channel = channel(HERE, THERE);
    channel.setReceiver(
        new Receiver() {
          @Override
          public void receive(Message message) {
            back.add(message.getLength());
          }
        });
    channel.connect("bare");
    other =
        channel.getView().getMembers().stream()
            .filter(member -> !member.equals(channel.getAddress()))
            .findFirst()
            .orElseThrow();
  }

  private static JChannel channel(int port, int others) throws Exception {
    TCP tcp = new TCP();
    tcp.setBindAddress(InetAddress.getLoopbackAddress()).setBindPort(port).setPortRange(0);
    tcp.tcpNodelay(true);
    tcp.setDiagnosticsHandler(new DiagnosticsHandler().setEnabled(false));
    TCPPING discovery = new TCPPING();
    discovery.setInitialHosts(
        List.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), others)));
    discovery.setPortRange(0);
    return new JChannel(
        tcp,
        discovery,
        new NAKACK2().useMcastXmit(false),
        new UNICAST3(),
        new STABLE(),
        new GMS().printLocalAddress(false));
  }

  public static void main(String[] arguments) throws Exception {
    JChannel channel = channel(THERE, HERE);
    channel.setReceiver(
        new Receiver() {
          @Override
          public void receive(Message message) {
            byte[] bytes = message.getArray();
            int from = message.getOffset();
            byte[] copy = Arrays.copyOfRange(bytes, from, from + message.getLength());
            try {
              channel.send(new BytesMessage(message.getSrc(), copy));
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }
        });
    channel.connect("bare");
    System.out.println("ready");
    Thread.currentThread().join();
  }

  private void there(int bytes) throws Exception {
    channel.send(new BytesMessage(other, new byte[bytes]));
  }

  /** Of many round trips of a small message, the median in seconds. */
  double roundTrip(int count) throws Exception {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      there(64);
      int unused = back.take();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[count / 2] / 1e9;
  }

  /** So many bytes there and back, in pieces; seconds. */
  double echo(int bytes) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < bytes / PIECE; i++) {
      there(PIECE);
    }
    for (int i = 0; i < bytes / PIECE; i++) {
      int unused = back.take();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  void close() {
    channel.close();
  }
}
