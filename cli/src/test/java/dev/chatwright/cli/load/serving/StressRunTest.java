package dev.chatwright.cli.load.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hard use, short: as many replies for everybody, and not as much time. */
@Timeout(value = 10, unit = TimeUnit.MINUTES) // on a machine that may be busy
class StressRunTest {
  private static final int CHATS = 16;
  private static final int REPLIES = 12;

  @TempDir private Path folder;

  @Test
  void nothingIsLostAndNothingIsLeftBehind() throws Exception {
    BuiltInServer server = BuiltInServer.in(folder);

    StressResult result =
        StressRun.run(
            server.command(),
            new StressOptions(CHATS, REPLIES, Duration.ofHours(1), 1),
            server.tokenizer(),
            folder,
            _ -> {});

    assertThat(result.findings()).isEmpty();
    assertThat(result.isSound()).isTrue();
    StressSample last = result.samples().getLast();
    assertThat(last.replies() + last.cancelled() + last.refused()).isEqualTo(CHATS * REPLIES);
    assertThat(last.cancelled()).isPositive();
    assertThat(last.engine()).containsEntry("active", 0L).containsEntry("waiting", 0L);
  }

  @Test
  void whatIsStillHeldIsNamed() {
    Map<String, Long> counters = Map.of("active", 2L, "waiting", 0L, "cachedBlocks", 7L);

    assertThat(EngineCounters.left(counters)).isEqualTo("active 2");
  }
}
