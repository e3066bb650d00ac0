package dev.chatwright.cli.load.serving;

import dev.chatwright.cli.load.peer.Spread;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What one server gave in one round.
 *
 * <p>Immutable.
 *
 * @param tokensPerSecond all replies together, from the first request to the last token
 * @param firstTokenMillis how long half of the chats waited for their first token, at most
 * @param lateFirstTokenMillis how long 95 % of them waited, at most
 * @param chatTokensPerSecond how fast a single reply came after its first token, the median
 * @param coldMillis how long the first chat with a shared prompt waited; 0 without one
 * @param warmMillis how long later ones waited that were alone, the median; 0 without one
 * @param memory of the server afterwards
 */
public record ServingFigures(
    double tokensPerSecond,
    double firstTokenMillis,
    double lateFirstTokenMillis,
    double chatTokensPerSecond,
    double coldMillis,
    double warmMillis,
    ProcessMemory memory) {
  private static final double LATE = 0.95;

  static ServingFigures of(
      List<ChatTimes> chats, double coldMillis, double warmMillis, ProcessMemory memory) {
    long begun = chats.stream().mapToLong(ChatTimes::sent).min().orElseThrow();
    long ended = chats.stream().mapToLong(ChatTimes::ended).max().orElseThrow();
    long tokens = chats.stream().mapToLong(ChatTimes::tokens).sum();
    List<Double> waits = chats.stream().map(ChatTimes::millisToFirstToken).toList();
    List<Double> speeds = chats.stream().map(ChatTimes::tokensPerSecond).toList();
    return new ServingFigures(
        tokens * (double) TimeUnit.SECONDS.toNanos(1) / (ended - begun),
        Spread.of(waits).median(),
        Spread.quantile(waits, LATE),
        Spread.of(speeds).median(),
        coldMillis,
        warmMillis,
        memory);
  }
}
