package demo;

import java.util.List;
import processpool.ProcessPool;

public class Main {
  static int square(int x) {
    return x * x;
  }

  public static void main(String[] args) throws Exception {
    ProcessPool pool = new ProcessPool(3);
    List<Integer> squares = pool.map(Main::square, List.of(1, 2, 3));
    System.out.println("squares: " + squares);
  }
}
