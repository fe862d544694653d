package processpool.docs;

import java.nio.file.Path;
import java.util.List;
import processpool.docs.api.Api;

/** Brings the listings of the public face, api.txt in each module, up to date: on purpose. */
public class WriteApi {
  public static void main(String[] args) throws Exception {
    List<String> problems = Api.write(Path.of("").toAbsolutePath());
    problems.forEach(System.out::println);
    System.exit(problems.isEmpty() ? 0 : 1);
  }
}
