package processpool.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import processpool.ProcessPool;
import processpool.Worker;

/** Recipe: each worker has a database connection of its own, from its first task to its end. */
public class ConnectionPerWorker {
  // region task
  /** One in each worker: its static fields live as long as it does. */
  private static PreparedStatement query;

  static void open(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    query = connection.prepareStatement("SELECT price FROM items WHERE id = ?");
    System.out.println("worker " + Worker.index() + ": opened");
  }

  static void close() throws SQLException {
    query.getConnection().close();
    System.out.println("worker " + Worker.index() + ": closed");
  }

  static int price(int item) throws SQLException {
    query.setInt(1, item);
    ResultSet row = query.executeQuery();
    row.next();
    return row.getInt(1);
  }

  // endregion

  public static void main(String[] args) throws Exception {
    Path temporary = Files.createTempDirectory("prices");
    try {
      String file = temporary.resolve("prices").toString();
      fill("jdbc:h2:file:" + file);
      List<Integer> items = IntStream.rangeClosed(1, 1000).boxed().toList();

      // region run
      String url = "jdbc:h2:file:" + file + ";ACCESS_MODE_DATA=r";
      ProcessPool pool =
          ProcessPool.builder()
              .processes(2)
              .initializer(ConnectionPerWorker::open, url)
              .onWorkerExit(ConnectionPerWorker::close)
              .build();
      List<Integer> prices = pool.map(ConnectionPerWorker::price, items);
      // endregion

      Inputs.awaitWorkers(pool);
      // region end
      pool.close();
      pool.join();
      // endregion

      System.out.println("sum: " + prices.stream().mapToInt(Integer::intValue).sum());
    } finally {
      Inputs.delete(temporary);
    }
  }

  private static void fill(String url) throws SQLException {
    try (Connection writer = DriverManager.getConnection(url);
        Statement statement = writer.createStatement()) {
      statement.execute("CREATE TABLE items (id INT PRIMARY KEY, price INT)");
      statement.execute("INSERT INTO items SELECT x, x * 2 FROM SYSTEM_RANGE(1, 1000)");
    }
  }
}
