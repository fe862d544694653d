package processpool.docs.api;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.SinceTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import processpool.docs.check.Sources;

/** What the sources' {@code @since} say; a member that says nothing came with its type. */
final class Sinces {
  /** Says that a type has none, and fits no version. */
  static final String MISSING = "?";

  private final Map<String, String> found = new HashMap<>();

  private Sinces() {}

  static Sinces read(Path sources) throws IOException {
    Sinces sinces = new Sinces();
    Sources.parse(
        sources,
        (task, units) -> {
          DocTrees docs = DocTrees.instance(task);
          units.forEach(unit -> sinces.new Scanner(docs).scan(unit, null));
        });
    return sinces;
  }

  String of(Face.Line line) {
    String own = found.get(line.type() + "#" + line.key());
    return own == null ? ofType(line.type()) : own;
  }

  /** Its own, else that of the type around it. */
  private String ofType(String type) {
    String own = found.get(type + "#");
    if (own != null) {
      return own;
    }
    String around = type.substring(0, Math.max(0, type.lastIndexOf('.')));
    boolean isType =
        !around.isEmpty() && Character.isUpperCase(around.charAt(around.lastIndexOf('.') + 1));
    return isType ? ofType(around) : MISSING;
  }

  private final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees docs;
    private String type = "";

    Scanner(DocTrees docs) {
      this.docs = docs;
    }

    private void note(String key) {
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        comment.getBlockTags().stream()
            .filter(SinceTree.class::isInstance)
            .map(tag -> ((SinceTree) tag).getBody().toString().strip())
            .forEach(version -> found.put(type + "#" + key, version));
      }
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
      String around = type;
      String folder = String.valueOf(getCurrentPath().getCompilationUnit().getPackageName());
      type = (around.isEmpty() ? folder : around) + "." + tree.getSimpleName();
      note("");
      super.visitClass(tree, null);
      type = around;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
      note(
          tree.getName()
              + tree.getParameters().stream()
                  .map(parameter -> simple(String.valueOf(parameter.getType())))
                  .collect(Collectors.joining(",", "(", ")")));
      return null; // what is inside has no name for anybody
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
      note(tree.getName().toString());
      return null;
    }
  }

  /** Without annotations, type arguments and packages. */
  static String simple(String type) {
    String plain = type.replaceAll("@[\\w.]+(\\(\\))?\\s*", "").replace("...", "[]");
    while (plain.contains("<")) {
      plain = plain.replaceAll("<[^<>]*>", "");
    }
    return plain.replace(" ", "").replaceAll("^.*\\.", "");
  }
}
