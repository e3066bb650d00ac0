package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void pipeGetsOnePlainLineForEachTenth() {
    var bar = new ProgressBar(new PrintStream(shown, true, UTF_8), false, "fetching", "MB", 1e6, 0);

    for (long done = 0; done <= 100; done++) {
      bar.show(done * 1_000_000, 100_000_000);
    }

    assertThat(shown.toString(UTF_8).lines()).hasSize(11);
    assertThat(shown.toString(UTF_8))
        .contains("fetching  50 %  50.0 of 100.0 MB")
        .doesNotContain("\033")
        .endsWith("MB/s" + System.lineSeparator());
  }

  @Test
  void terminalGetsOneLineDrawnInPlace() {
    var bar = new ProgressBar(new PrintStream(shown, true, UTF_8), true, "scoring", "chunks", 1, 0);

    bar.show(1, 2);
    bar.show(2, 2);

    assertThat(shown.toString(UTF_8))
        .startsWith("\r\033[K")
        .contains("░")
        .endsWith("chunks/s" + System.lineSeparator());
    assertThat(shown.toString(UTF_8).lines()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aRemarkStandsAtTheEndAndALineAboveTheBar() {
    var bar = new ProgressBar(new PrintStream(shown, true, UTF_8), true, "training", "steps", 1, 0);

    bar.show(1, 1, "  loss 2.5");
    bar.say("step 1: held out 3");

    assertThat(shown.toString(UTF_8))
        .contains("  loss 2.5" + System.lineSeparator())
        .endsWith("\r\033[Kstep 1: held out 3" + System.lineSeparator());
  }

  @Test
  void whatIsDoneSoonShowsNothing() {
    var bar =
        new ProgressBar(
            new PrintStream(shown, true, UTF_8), true, "reading", "MB", 1, Long.MAX_VALUE);

    bar.show(1, 2);
    bar.show(2, 2);

    assertThat(shown.size()).isZero();
  }

  @Test
  void whatCannotBeDividedIsCountedWhole() {
    var bar =
        new ProgressBar(new PrintStream(shown, true, UTF_8), false, "training", "steps", 1, 0);

    bar.show(1, 2000);

    assertThat(shown.toString(UTF_8)).contains("1 of 2,000 steps");
  }

  @Test
  void unknownTotalShowsNothing() {
    new ProgressBar(new PrintStream(shown, true, UTF_8), true, "x", "MB", 1, 0).show(5, 0);

    assertThat(shown.size()).isZero();
  }
}
