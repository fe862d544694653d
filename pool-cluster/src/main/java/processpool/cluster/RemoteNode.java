package processpool.cluster;

import org.jgroups.Address;

/** A node as a driver knows it. */
final class RemoteNode {
  final Address member;
  final Node node;

  /** When it was last heard of: {@link System#nanoTime()}. */
  volatile long heard = System.nanoTime();

  /** It has said that it leaves. */
  volatile boolean leaving;

  /** It has not been heard of for too long; it may come back. */
  volatile boolean cutOff;

  RemoteNode(Address member, Node node) {
    this.member = member;
    this.node = node;
  }

  /** Whether workers can be started there. */
  boolean isUsable() {
    return !leaving && !cutOff;
  }
}
