package processpool.docs.check;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java sources, as the compiler understands them before it looks anything up. */
public final class Sources {
  private Sources() {}

  /** Does something with all files of a folder. */
  public interface Reader {
    /**
     * Reads them.
     *
     * @param task the compiler's, for its tools
     * @param units each file, in the order of their names
     */
    void read(JavacTask task, Iterable<? extends CompilationUnitTree> units);
  }

  /**
   * Parses all files below a folder.
   *
   * @throws IOException when one cannot be read
   */
  public static void parse(Path folder, Reader reader) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> all = Files.walk(folder);
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> java = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(java));
      reader.read(task, task.parse());
    } catch (UncheckedIOException unreadable) {
      throw unreadable.getCause();
    }
  }
}
