package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

class QuietLoggingTest {
  /** The engine logs without a library; in a command that is one line as all others. */
  @Test
  void whatTheEngineSaysIsALineOfOurs() {
    QuietLogging.beginLinesAsErrors();

    String line = new SimpleFormatter().format(new LogRecord(Level.WARNING, "a draft is no use"));

    assertThat(line).isEqualTo("chatwright: a draft is no use" + System.lineSeparator());
  }
}
