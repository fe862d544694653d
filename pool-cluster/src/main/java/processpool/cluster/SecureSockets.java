package processpool.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jgroups.util.DefaultSocketFactory;
import processpool.events.Log;
import processpool.schedule.Timer;

/**
 * Sockets of members that have credentials: TLS, where both sides show a certificate. JGroups
 * accepts one connection at a time, and would wait for a stranger who says nothing; so it is
 * brought those only that have shown theirs.
 */
final class SecureSockets extends DefaultSocketFactory {
  private final SSLSocketFactory sockets;

  SecureSockets(SSLContext credentials) {
    super(credentials);
    this.sockets = credentials.getSocketFactory();
  }

  @Override
  public ServerSocket createServerSocket(String service) throws IOException {
    return new Door(sockets);
  }

  /** Lets in who shows a certificate in time. */
  private static final class Door extends ServerSocket {
    /** Others wait, so that strangers cost a bounded number of threads. */
    private static final int GREETED_AT_A_TIME = 64;

    /** For the whole greeting, however slowly a stranger goes on speaking. */
    private static final long GREETING_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long LOOK_MILLIS = 200;

    private final SSLSocketFactory sockets;
    private final LinkedBlockingQueue<Socket> greeted = new LinkedBlockingQueue<>();
    private final Semaphore places = new Semaphore(GREETED_AT_A_TIME);
    private boolean begun;

    Door(SSLSocketFactory sockets) throws IOException {
      this.sockets = sockets;
    }

    @Override
    public Socket accept() throws IOException {
      if (!begun) {
        begun = true;
        start(this::acceptAll);
      }
      try {
        while (!isClosed()) {
          Socket next = greeted.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          if (next != null) {
            return next;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new SocketException("closed");
    }

    private static void start(Runnable body) {
      Thread thread = new Thread(body, "cluster-door");
      thread.setDaemon(true);
      thread.start();
    }

    private void acceptAll() {
      while (!isClosed()) {
        try {
          places.acquireUninterruptibly();
          Socket stranger = super.accept();
          start(() -> greet(stranger));
        } catch (IOException e) {
          places.release();
          Log.debug("a connection was not accepted", e);
        }
      }
    }

    private void greet(Socket stranger) {
      Timer.Due limit = Timer.after(GREETING_NANOS, () -> close(stranger));
      try {
        SSLSocket secure =
            (SSLSocket) sockets.createSocket(stranger, null, stranger.getPort(), true);
        secure.setUseClientMode(false);
        secure.setNeedClientAuth(true);
        secure.startHandshake();
        limit.cancel();
        greeted.add(secure);
      } catch (IOException | RuntimeException notOneOfUs) {
        Log.debug("a connection was refused: " + stranger.getRemoteSocketAddress(), notOneOfUs);
        close(stranger);
      } finally {
        limit.cancel();
        places.release();
      }
    }

    private static void close(Socket stranger) {
      try {
        stranger.close();
      } catch (IOException e) {
        Log.debug("a refused connection could not be closed", e);
      }
    }
  }
}
