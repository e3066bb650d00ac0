package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintStream;

/**
 * Where the program's own error output goes.
 *
 * <p>The JVM prints warnings about incubating modules to file descriptor 2 before any of our code
 * runs, and has no switch against it. The start script therefore gives the JVM a log file as
 * descriptor 2 and names the terminal in the property {@code chatwright.stderr}.
 */
final class StandardError {
  private StandardError() {}

  static void restore() {
    String path = System.getProperty("chatwright.stderr", "");
    if (path.isEmpty()) {
      return;
    }
    try {
      System.setErr(new PrintStream(new FileOutputStream(path, true), true, UTF_8));
    } catch (FileNotFoundException _) {
      // A shell without that descriptor: the JVM's own stream is as good as it gets.
    }
  }
}
