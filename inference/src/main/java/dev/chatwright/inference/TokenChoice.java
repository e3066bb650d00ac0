package dev.chatwright.inference;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the tokens of several replies at once: looking through 16 rows of 50 000 logits takes as
 * long as a sixth of the step that computed them, or more.
 *
 * <p>Each reply's sampler has its own random numbers, so that nothing depends on the threads.
 * Confined to the engine's thread, and to its workers during one call.
 */
final class TokenChoice {
  private final Network network;
  private final LogitsBuffer[] buffers; // one for each worker

  TokenChoice(Network network) {
    this.network = network;
    this.buffers =
        IntStream.range(0, network.workers())
            .mapToObj(_ -> new LogitsBuffer(network.vocabularySize(), Arena.ofAuto()))
            .toArray(LogitsBuffer[]::new);
  }

  /** Returns the token of each reply, the first of which has row 0. */
  int[] choose(List<Reply> replies, Tensor logits) {
    int[] tokens = new int[replies.size()];
    network.forRanges(
        tokens.length,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            tokens[i] = replies.get(i).choose(logits, i, buffers[worker]);
          }
        });
    return tokens;
  }
}
