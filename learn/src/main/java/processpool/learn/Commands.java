package processpool.learn;

/** The command lines that learners are told; the same in every shell. */
final class Commands {
  private static final String RUNNER = "mvn -q compile exec:exec -pl learn -am";
  private static final String TEST = "mvn -q test -Pexercises -pl %s -am";

  private Commands() {}

  /** PowerShell takes a property apart at a dot, so these have none. */
  static String of(String command, Language language) {
    return of(command, "", language);
  }

  /** For the exercises of one module, or of all if it is empty. */
  static String of(String command, String module, Language language) {
    String what = command.equals("watch") ? "" : " -Dlearn=" + command;
    String whose = module.isEmpty() ? "" : " -Dmodule=" + Modules.brief(module);
    return RUNNER + what + whose + in(language);
  }

  /** Maven's test of one module's exercises. */
  static String test(String module, Language language) {
    return TEST.replace("%s", module) + in(language);
  }

  private static String in(Language language) {
    boolean own = language == Language.of("");
    return own ? "" : " -Dlang=" + language.code;
  }
}
