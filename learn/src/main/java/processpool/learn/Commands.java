package processpool.learn;

/** The command lines that learners are told; the same in every shell. */
final class Commands {
  private static final String RUNNER = "mvn -q compile exec:exec -pl learn -am";

  private Commands() {}

  /** PowerShell takes a property apart at a dot, so these have none. */
  static String of(String command, Language language) {
    String what = command.equals("watch") ? "" : " -Dlearn=" + command;
    boolean own = language == Language.of("");
    return RUNNER + what + (own ? "" : " -Dlang=" + language.code);
  }
}
