package dev.chatwright.cli;

/** The entry point of the program. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process: 0 done, 1 failed, 2 wrong usage.
   *
   * @param arguments as typed
   */
  public static void main(String[] arguments) {
    StandardError.restore();
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    try {
      return ChatwrightCommand.commandLine(arguments).execute(arguments);
    } catch (OutOfMemoryError exhausted) {
      System.err.println(
          "chatwright: out of memory (%s): ask for less, or give Java more by CHATWRIGHT_JAVA_OPTIONS=-Xmx8g"
              .formatted(exhausted.getMessage()));
      return 1;
    }
  }
}
