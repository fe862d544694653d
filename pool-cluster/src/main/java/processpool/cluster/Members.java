package processpool.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import processpool.events.Log;

/** Which addresses members may have. */
final class Members {
  private Members() {}

  /**
   * A member's own address.
   *
   * @throws IllegalArgumentException when it cannot be found, or may not be used
   */
  static InetAddress address(String what, Endpoint bind, boolean credentials) {
    requireAllowed(what, bind, credentials);
    try {
      return bind.resolve().get(0).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no such host: " + what + "=" + bind.host(), e);
    }
  }

  /**
   * Refuses what is not loopback without credentials: whoever reaches a member can have it run
   * anything.
   *
   * @throws IllegalArgumentException when that is so
   */
  static void requireAllowed(String what, Endpoint endpoint, boolean credentials) {
    if (credentials) {
      return;
    }
    try {
      for (InetSocketAddress address : endpoint.resolve()) {
        if (!address.getAddress().isLoopbackAddress()) {
          throw new IllegalArgumentException(
              "is not loopback, and whoever reaches a member could have it run anything: "
                  + what
                  + "="
                  + endpoint
                  + "; give all members credentials");
        }
      }
    } catch (UnknownHostException e) {
      Log.debug("nobody is asked there, which who joins will say: " + endpoint, e);
    }
  }
}
