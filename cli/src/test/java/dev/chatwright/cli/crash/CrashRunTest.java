package dev.chatwright.cli.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server under load that is killed, and whose streams are cut. */
class CrashRunTest {
  @TempDir private Path folder;

  @Test
  void nothingThatWasAcknowledgedIsLostWhenTheServerIsKilled() throws Exception {
    CrashResult result = CrashRun.run(new CrashOptions(30, 0, 1), folder);

    assertThat(result.findings()).isEmpty();
    assertThat(result.lost() + result.doubled()).isZero();
    assertThat(result.kills()).isEqualTo(30);
    assertThat(result.acknowledged()).isGreaterThan(result.kills());
    assertThat(result.streams()).isPositive();
    assertThat(result.resumed()).isPositive();
  }

  @Test
  void noEventIsLostOrDoubledWhenStreamsAreCut() throws Exception {
    CrashResult result = CrashRun.run(new CrashOptions(0, 100, 2), folder);

    assertThat(result.findings()).isEmpty();
    assertThat(result.lost() + result.doubled()).isZero();
    assertThat(result.cuts()).isEqualTo(100);
    assertThat(result.resumed()).isGreaterThanOrEqualTo(result.cuts());
  }
}
