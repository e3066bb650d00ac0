package dev.chatwright.cli.load.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own that is asked by many at once. */
@Timeout(value = 5, unit = TimeUnit.MINUTES) // starts servers, on a machine that may be busy
class ServingRunTest {
  @TempDir private Path folder;

  @Test
  void everyRoundOfEveryServerIsMeasured() throws Exception {
    BuiltInServer ours = BuiltInServer.in(folder);
    ServerCommand other = new ServerCommand("other", ours.command().program());
    List<String> told = new ArrayList<>();

    Map<String, List<ServingFigures>> all =
        ServingRun.run(
            List.of(ours.command(), other),
            new ServingOptions(3, 10, 6, 20, 1, 1, 1),
            ours.tokenizer(),
            folder,
            (round, server, _) -> told.add(round + " " + server));

    assertThat(told).containsExactly("1 chatwright", "1 other");
    assertThat(all.keySet()).containsExactly("chatwright", "other");
    assertThat(all.values())
        .allSatisfy(
            rounds -> {
              ServingFigures figures = rounds.getFirst();
              assertThat(figures.tokensPerSecond()).isPositive();
              assertThat(figures.firstTokenMillis()).isPositive();
              assertThat(figures.lateFirstTokenMillis())
                  .isGreaterThanOrEqualTo(figures.firstTokenMillis());
              assertThat(figures.coldMillis()).isPositive();
              assertThat(figures.warmMillis()).isPositive();
              assertThat(figures.memory().peakResident())
                  .isGreaterThanOrEqualTo(figures.memory().resident());
            });
  }

  @Test
  void aServerThatDiesTellsWhatItSaid() throws Exception {
    BuiltInServer ours = BuiltInServer.in(folder);
    ServerCommand broken =
        new ServerCommand("broken", List.of("sh", "-c", "echo 'cannot bind' >&2; exit 7"));

    assertThatIOException()
        .isThrownBy(
            () ->
                ServingRun.run(
                    List.of(broken),
                    new ServingOptions(1, 2, 2, 0, 1, 1, 1),
                    ours.tokenizer(),
                    folder,
                    (_, _, _) -> {}))
        .withMessage("broken: broken ended with exit code 7; it said: cannot bind");
  }

  @Test
  void aPromptThatNeverFitsIsToldInTheServersWords() throws Exception {
    BuiltInServer ours = BuiltInServer.in(folder);

    assertThatIOException()
        .isThrownBy(
            () ->
                ServingRun.run(
                    List.of(ours.command()),
                    new ServingOptions(1, 100_000, 2, 0, 1, 1, 1),
                    ours.tokenizer(),
                    folder,
                    (_, _, _) -> {}))
        .withMessageContaining("400")
        .withMessageContaining("100000");
  }

  @Test
  void numbersOutOfBoundsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServingOptions(0, 10, 6, 0, 1, 1, 1))
        .withMessageContaining("chats must be 1 to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServingOptions(1, 1, 6, 0, 1, 1, 1))
        .withMessageContaining("prompt tokens must be 2 to");
  }
}
