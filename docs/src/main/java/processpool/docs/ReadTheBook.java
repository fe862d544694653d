package processpool.docs;

import java.nio.file.Path;
import processpool.docs.book.BookServer;

/** Shows these pages in the browser, with their programs to run. {@code -Dport} names a port. */
public class ReadTheBook {
  public static void main(String[] args) throws Exception {
    BookServer book = new BookServer(Path.of(""), Integer.getInteger("port", 0));
    Runtime.getRuntime().addShutdownHook(new Thread(book::close));
    System.out.println("the book: " + book.uri());
    System.out.println("Open it in a browser of this machine. Ctrl-C here ends it.");
    System.out.println("用本机的浏览器打开上面的地址。在这里按 Ctrl-C 结束。");
    book.showInBrowser(); // its server keeps the program
  }
}
