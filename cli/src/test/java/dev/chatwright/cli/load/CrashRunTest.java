package dev.chatwright.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole server under load that is killed, and whose streams are cut. */
@Timeout(value = 15, unit = TimeUnit.MINUTES) // some forty starts, on a machine that may be busy
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
    CrashResult result = CrashRun.run(new CrashOptions(0, 1000, 2), folder);

    assertThat(result.findings()).isEmpty();
    assertThat(result.lost() + result.doubled()).isZero();
    assertThat(result.cuts()).isEqualTo(1000);
    // A cut behind the last byte of a stream makes no reader come again.
    assertThat(result.resumed()).isGreaterThan(900);
  }
}
