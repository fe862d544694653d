package processpool.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.stack.IpAddress;
import org.jspecify.annotations.Nullable;
import processpool.events.Log;
import processpool.schedule.Helpers;
import processpool.wire.MessageWriter;

/**
 * This program's place in the cluster: sends bytes to members, and brings what they send. The
 * receiving threads are JGroups' own: nothing is sent on them, and nothing waits.
 */
final class Channel implements AutoCloseable {
  private static final String CLUSTER = "processpool";

  /** What comes; called by JGroups, to be answered at once. */
  interface Listener {
    /**
     * A member sent something.
     *
     * @param from who
     * @param kind what it is
     * @param body the rest; its array is not used for anything else
     */
    void received(Address from, Envelope kind, ByteBuffer body);

    /**
     * Who is there from now on.
     *
     * @param members all, this one too
     */
    void members(List<Address> members);
  }

  private final JChannel channel;
  private final Listener listener;

  Channel(
      InetAddress bind,
      int port,
      List<Endpoint> nodes,
      @Nullable SSLContext credentials,
      String name,
      Listener listener)
      throws Exception {
    this.listener = listener;
    this.channel = Stack.channel(bind, port, nodes, credentials);
    channel.name(name).setReceiver(new Incoming());
  }

  /** Joins those that there are, or begins alone; waits for a few seconds at most. */
  void connect() throws Exception {
    channel.connect(CLUSTER);
  }

  /** How many there are, this one included. */
  int size() {
    View view = channel.getView();
    return view == null ? 0 : view.size();
  }

  Address own() {
    return channel.getAddress();
  }

  /** Where this program is bound. */
  InetSocketAddress bound() {
    PhysicalAddress bound =
        (PhysicalAddress)
            channel.down(
                new org.jgroups.Event(
                    org.jgroups.Event.GET_PHYSICAL_ADDRESS, channel.getAddress()));
    IpAddress ip = (IpAddress) bound;
    return new InetSocketAddress(ip.getIpAddress(), ip.getPort());
  }

  /** Who is there now. */
  List<Address> members() {
    View view = channel.getView();
    return view == null ? List.of() : view.getMembers();
  }

  /** A member for people: its name and its address. */
  String describe(Address member) {
    Object at = channel.down(new org.jgroups.Event(org.jgroups.Event.GET_PHYSICAL_ADDRESS, member));
    return member + " " + at;
  }

  /**
   * Sends; may wait for the network.
   *
   * @param message begins with a kind; not used any more by who calls this
   * @throws IOException when this program is no member any more
   */
  void send(Address to, byte[] message, int length) throws IOException {
    try {
      channel.send(new BytesMessage(to, message, 0, length));
    } catch (IOException | RuntimeException e) {
      throw new IOException("cannot send to member=" + to + ": " + e, e);
    } catch (Exception e) {
      throw new IOException("cannot send to member=" + to + ": " + e, e);
    }
  }

  /** Sends something short, on a thread of its own; what is not sent is logged. */
  void sendSoon(Address to, MessageWriter message) {
    byte[] bytes = message.toByteArray();
    Helpers.run(
        "cluster-word",
        () -> {
          try {
            send(to, bytes, bytes.length);
          } catch (IOException e) { // it is gone, or this is: its view says so
            Log.debug("a word to a member was not sent", e);
          }
        });
  }

  /** Leaves, and says so. */
  @Override
  public void close() {
    channel.close();
  }

  private final class Incoming implements Receiver {
    @Override
    public void receive(Message message) {
      if (!(message instanceof BytesMessage) || message.getLength() == 0) {
        return; // no member of ours sends that; and nobody's objects are read here
      }
      ByteBuffer body =
          ByteBuffer.wrap(message.getArray(), message.getOffset(), message.getLength()).slice();
      Envelope kind = Envelope.of(body.get());
      if (kind != null) {
        try {
          listener.received(message.getSrc(), kind, body);
        } catch (RuntimeException damaged) {
          Log.warning(
              "a member sent what cannot be read, which is left out: member=" + message.getSrc(),
              damaged);
        }
      }
    }

    @Override
    public void viewAccepted(View view) {
      listener.members(view.getMembers());
    }
  }
}
