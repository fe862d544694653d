package processpool.docs.check;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every exception message of the pool is explained. A message's template is the text that its
 * expression always has, with gaps for what varies; it must fit something that the troubleshooting
 * page shows as code.
 */
final class Messages {
  private static final String GAP = "\0";

  private Messages() {}

  static List<String> check(Site site, Path sources) throws IOException {
    List<String> problems = new ArrayList<>();
    Map<String, String> templates = templates(sources);
    if (templates.isEmpty()) {
      problems.add("no exception message was found in " + sources);
    }
    for (String name : List.of("docs/en/troubleshooting.md", "docs/zh/troubleshooting.md")) {
      Path file = site.root.resolve(name);
      List<String> shown = new ArrayList<>();
      if (Files.exists(file)) {
        Page page = Page.read(file);
        shown.addAll(page.codes);
        page.blocks.forEach(block -> shown.add(block.text()));
      }
      templates.forEach(
          (template, where) -> {
            Pattern pattern = pattern(template);
            if (shown.stream().noneMatch(text -> pattern.matcher(text).find())) {
              problems.add(
                  name
                      + ": does not explain the message of "
                      + where
                      + ": "
                      + template.replace(GAP, "…"));
            }
          });
    }
    return problems;
  }

  private static Pattern pattern(String template) {
    StringBuilder regex = new StringBuilder();
    for (String part : template.split(GAP, -1)) {
      regex.append(regex.length() == 0 ? "" : "(?s:.*?)").append(words(part.strip()));
    }
    return Pattern.compile(regex.toString());
  }

  /** A page may break the line where a message is long. */
  private static String words(String part) {
    return Stream.of(part.split("\\s+", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining("\\s+"));
  }

  /** Templates, and the file of each. */
  static Map<String, String> templates(Path sources) throws IOException {
    Map<String, String> templates = new LinkedHashMap<>();
    Sources.parse(
        sources,
        (task, units) ->
            units.forEach(
                unit -> {
                  String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
                  Collector collector = new Collector();
                  collector.scan(unit, null);
                  collector.found.forEach(template -> templates.putIfAbsent(template, file));
                }));
    return templates;
  }

  /** Finds messages in {@code new …Exception(…)} and in the super calls of exceptions. */
  private static final class Collector extends TreeScanner<@Nullable Void, @Nullable Void> {
    final List<String> found = new ArrayList<>();
    private final Map<String, ExpressionTree> variables = new HashMap<>();
    private boolean inException;

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
      boolean before = inException;
      inException = type.getSimpleName().toString().matches(".*(Exception|Error)");
      super.visitClass(type, null);
      inException = before;
      return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
      ExpressionTree value = variable.getInitializer();
      if (value != null) {
        variables.put(variable.getName().toString(), value);
      }
      return super.visitVariable(variable, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void unused) {
      if (made.getIdentifier().toString().matches(".*(Exception|Error)")) {
        take(made.getArguments());
      }
      return super.visitNewClass(made, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void unused) {
      if (inException && call.getMethodSelect().toString().equals("super")) {
        take(call.getArguments());
      }
      return super.visitMethodInvocation(call, null);
    }

    private void take(List<? extends ExpressionTree> arguments) {
      for (ExpressionTree argument : arguments) {
        ExpressionTree message = argument;
        if (argument instanceof IdentifierTree name) {
          message = variables.getOrDefault(name.getName().toString(), argument);
        }
        String template = template(message).replaceAll(GAP + "+", GAP);
        if (template.replace(GAP, "").strip().length() > 3) {
          found.add(template);
        }
      }
    }

    private static String template(ExpressionTree expression) {
      if (expression instanceof LiteralTree literal && literal.getValue() instanceof String text) {
        return text;
      } else if (expression instanceof BinaryTree sum) {
        return template(sum.getLeftOperand()) + template(sum.getRightOperand());
      } else if (expression instanceof ParenthesizedTree inner) {
        return template(inner.getExpression());
      }
      return GAP;
    }
  }
}
