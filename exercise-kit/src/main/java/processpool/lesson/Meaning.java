package processpool.lesson;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What an exception says about the code that it came out of. The exception tells what happened; a
 * learner also needs to know why, and where to look.
 *
 * @param english one or two sentences
 * @param chinese the same
 */
record Meaning(String english, String chinese) {
  private static final Meaning NONE = new Meaning("", "");

  /** The first that fits explains; so what is more special comes first. */
  private static final List<Known> KNOWN =
      List.of(
          known(
              "cannot travel to a worker",
              "A worker is another process: the task, its argument and all that a lambda uses are"
                  + " copied to it, and only what is serializable can be. Take out what the task"
                  + " needs before you submit it, such as a text or a number, and pass only that.",
              "工作进程是另一个进程：任务、参数以及 lambda 用到的一切，都要序列化后传递过去。提交之前先取出任务真正需要的东西（例如字符串或数字），只传递它。"),
          known(
              "cannot travel to the parent",
              "A result is copied back from the worker, so it must be serializable as well: return"
                  + " a text, a number, or a list of them.",
              "返回值要从工作进程传递回来，所以也必须可以序列化：请返回字符串、数字，或者它们的列表。"),
          known(
              "before join\\(\\)",
              "join() waits until all workers have left, and they leave only after close() has said"
                  + " that no more tasks will come.",
              "join() 等待所有工作进程退出；只有 close() 宣布不再有新任务之后，它们才会退出。"),
          known(
              "pool is closed",
              "After close() or terminate() a pool takes no more tasks: submit all of them before.",
              "close() 或 terminate() 之后，进程池不再接受任务：请先提交完所有任务。"),
          known(
              "must be at least 1: |must not be negative: ",
              "Where does that number come from? A division of whole numbers rounds down and can give"
                  + " 0, and a subtraction less.",
              "这个数是怎么来的？整数除法向下取整，可能得 0；减法可能得负数。"),
          known(
              "WorkerDiedException",
              "The worker process ended while it ran the task, and the task was lost with it.",
              "工作进程在执行任务时意外退出，它手上的任务也丢了。"),
          known(
              "FileAlreadyExistsException",
              "Two tasks were to create the same file: look at which arguments each of them got.",
              "两个任务要创建同一个文件：请检查它们各自的参数。"),
          known(
              "task failed in worker.*NullPointerException",
              "The task met null in the worker. Each process has static fields of its own: what main"
                  + " has set is not set there.",
              "任务在工作进程里遇到了 null。每个进程都有自己的静态字段：main 设置的值，在那里是没有的。"),
          known(
              "CancellationException",
              "This result will never come: its task was cancelled, or the pool was terminated"
                  + " before the task was done. terminate() does not wait, close() and join() do.",
              "不会再有结果了：任务被取消，或者任务完成之前进程池就被 terminate() 停掉了。terminate() 不等任务完成；要等，请用 close() 和 join()。"),
          known(
              "TaskTimeoutException",
              "The task ran longer than its limit: its worker was ended, and this one call failed."
                  + " Of a map that is the whole result; where others are to be kept, take the"
                  + " results one by one, and catch the exception of each.",
              "任务超过了时限：它的工作进程被结束，这一次调用失败。对 map 来说，整个结果就没有了；要保留其他结果，请逐个取结果，并在每次取的时候捕获异常。"),
          known(
              "TimeoutException",
              "get with a limit throws this when the time is up: catch it, and decide there what"
                  + " comes instead.",
              "带时限的 get 超时就抛出这个异常：请捕获它，再决定怎么办。"),
          known(
              "result is not ready",
              "successful() has an answer only when the task is done; get() waits until it is.",
              "任务完成之后才能问 successful()；get() 会等到任务完成。"),
          known(
              "ExecutionException",
              "get() throws an ExecutionException when the task itself has thrown, and map() at the"
                  + " first such task; the cause, getCause(), is the task's own exception. Catch it"
                  + " where you take one task's result.",
              "任务自己抛出了异常，get() 就会抛出 ExecutionException，map() 遇到第一个这样的任务也会抛出；getCause() 才是任务抛出的那个异常。请在取每个结果的地方捕获它。"),
          known(
              "UnsupportedOperationException",
              "List.of(), Map.of() and toList() make collections that cannot be changed; new"
                  + " ArrayList<>() and new TreeMap<>() can.",
              "List.of()、Map.of() 和 toList() 得到的集合不能修改；new ArrayList<>() 和 new TreeMap<>() 可以。"),
          known(
              "NullPointerException",
              "Something is null there. Map.get, for one, returns null for a key that is not in it,"
                  + " and getCause() where there is no cause.",
              "那里有个值是 null。例如 Map.get 遇到没有的键、getCause() 没有 cause 时，都会返回 null。"),
          known(
              "NumberFormatException|StringIndexOutOfBoundsException",
              "Look at which part of the line your code cuts out, and whether each line has it.",
              "请检查你的代码截取了哪一段，以及是不是每一行都有这一段。"));

  private record Known(Pattern sign, Meaning meaning) {}

  private static Known known(String sign, String english, String chinese) {
    return new Known(Pattern.compile(sign), new Meaning(" " + english, chinese));
  }

  /**
   * What an exception means.
   *
   * @param thrown its class and message, as it is printed
   * @return sentences to put behind it; empty when nothing is known
   */
  static Meaning of(String thrown) {
    return KNOWN.stream()
        .filter(known -> known.sign().matcher(thrown).find())
        .map(Known::meaning)
        .findFirst()
        .orElse(NONE);
  }
}
