package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class QuietLoggingTest {
  @Test
  void whatTheEngineWarnsOfIsALineOfOurs() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream terminal = System.err;
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      System.Logger engine = System.getLogger("dev.chatwright.inference.DraftLoader");
      engine.log(System.Logger.Level.WARNING, "draft={0} guesses nothing", "m");
      engine.log(System.Logger.Level.INFO, "nobody asked for this");
    } finally {
      System.setErr(terminal);
    }

    assertThat(said.toString(UTF_8))
        .isEqualTo("chatwright: draft=m guesses nothing" + System.lineSeparator());
  }
}
