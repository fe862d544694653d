package processpool.lesson;

/**
 * Where a thread that does not come back stands in the learner's code.
 *
 * @param english a sentence; empty when it is not there at all
 * @param chinese the same
 */
record Standstill(String english, String chinese) {

  static Standstill of(Thread thread) {
    StackTraceElement callee = null;
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (isLearners(frame)) {
        String line = frame.getFileName() + ":" + frame.getLineNumber();
        String call = callee == null ? "" : callee.getMethodName() + "()";
        return new Standstill(
            " It stands at " + line + (call.isEmpty() ? "." : ", in " + call + "."),
            "它停在 " + line + (call.isEmpty() ? "。" : "，正在调用 " + call + "。"));
      }
      callee = frame;
    }
    return new Standstill("", "");
  }

  private static boolean isLearners(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.contains(".exercises.") && !type.contains("Test");
  }
}
