package processpool.learn;

/** An exercise's number, typed digit by digit: taken as soon as no digit can follow. */
final class Numbers {
  /** The number may have another digit; {@link #enter()} says that it has not. */
  static final int MORE_TO_COME = -1;

  private final int highest;
  private String typed = "";

  Numbers(int highest) {
    this.highest = highest;
  }

  boolean waiting() {
    return !typed.isEmpty();
  }

  String typed() {
    return typed;
  }

  /** Takes a digit, and tells the number when it is complete. */
  int digit(char digit) {
    typed += digit;
    int number = Integer.parseInt(typed);
    return number > 0 && number * 10 <= highest ? MORE_TO_COME : enter();
  }

  /** The number so far, which is complete. */
  int enter() {
    int number = Integer.parseInt(typed);
    typed = "";
    return number;
  }

  void forget() {
    typed = "";
  }
}
