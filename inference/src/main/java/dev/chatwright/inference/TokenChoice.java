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

  /** What came of one reply. */
  sealed interface Choice {}

  /** Its next token. Immutable. */
  record Token(int token) implements Choice {}

  /** Its logits are no numbers, as where an adapter is broken. Immutable. */
  record NoNumbers(String reason) implements Choice {}

  /** Returns what comes of each reply, the first of which has row 0. */
  List<Choice> choose(List<Reply> replies, Tensor logits) {
    Choice[] choices = new Choice[replies.size()];
    network.forRanges(
        choices.length,
        (worker, from, to) -> {
          for (int i = from; i < to; i++) {
            choices[i] = choose(replies.get(i), logits, i, buffers[worker]);
          }
        });
    return List.of(choices);
  }

  /** A row that is broken ends its reply only: the others of the batch are not to blame. */
  private static Choice choose(Reply reply, Tensor logits, int row, LogitsBuffer room) {
    try {
      return new Token(reply.choose(logits, row, room));
    } catch (ArithmeticException broken) {
      return new NoNumbers(String.valueOf(broken.getMessage()));
    }
  }
}
