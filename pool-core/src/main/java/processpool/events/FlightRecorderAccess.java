package processpool.events;

/**
 * Whether a flight recording is being made. The recorder's module may be missing, and its event
 * classes take long to load, so nothing else of it is touched before the answer is yes.
 */
final class FlightRecorderAccess {
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecorderAccess() {}

  static boolean recording() {
    return PRESENT && Recorder.initialized();
  }

  private static final class Recorder {
    static boolean initialized() {
      return jdk.jfr.FlightRecorder.isInitialized();
    }
  }
}
