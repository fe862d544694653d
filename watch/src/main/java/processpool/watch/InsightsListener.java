package processpool.watch;

/**
 * Prints {@link Insights} when the program ends. Made for {@code
 * -Dprocesspool.listener=processpool.watch.InsightsListener}, which needs no change to the program.
 *
 * @since 0.2
 */
public final class InsightsListener extends Insights {
  /** For the system property. */
  public InsightsListener() {}

  @Override
  public void programEnding() {
    System.out.print(reportOfWhatIsKnown()); // nothing follows the last call, so all is known
    System.out.flush();
  }
}
