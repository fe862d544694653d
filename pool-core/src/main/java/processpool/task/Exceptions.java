package processpool.task;

import processpool.schedule.Outcome;

/** Makes what users see of calls that have no value: the public face has its classes. */
public interface Exceptions {
  /**
   * Whose calls they are, for the log.
   *
   * @return the pool's name
   */
  String pool();

  /**
   * The exception for a call; may run code of its class.
   *
   * @param outcome how the call ended
   * @param index which of several arguments it was for; -1 when there was one only
   * @return the exception
   */
  Throwable of(Outcome outcome, int index);

  /**
   * The same as a line of text, which runs nobody's code.
   *
   * @param outcome how the call ended
   * @return class and message
   */
  String text(Outcome outcome);
}
