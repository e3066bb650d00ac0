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
    System.exit(ChatwrightCommand.commandLine(arguments).execute(arguments));
  }
}
