package dev.chatwright.inference;

import dev.chatwright.inference.Network.CachedSequence;
import dev.chatwright.inference.Network.Feed;
import dev.chatwright.tensor.Kernels;
import java.time.Duration;
import java.util.List;

/**
 * Made-up text that the engine computes while nobody asks, so that the code for prompts and replies
 * is compiled before somebody does.
 *
 * <p>Each step is one short forward pass on a sequence of its own: a prompt that doubles from round
 * to round, then a few tokens of a reply. Nothing of it is kept. Confined to the engine's thread.
 */
final class WarmUp {
  /** Short enough for whoever asks meanwhile, long enough to reach the code of long prompts. */
  private static final int MAX_ROWS = 32;

  private static final int REPLY_STEPS = 4;
  private static final int FEWEST_POSITIONS = 8;
  private static final int MOST_POSITIONS = 256;

  private static final int CYCLES = 3;

  /** When it ends at the latest, on a machine where each step is slow. */
  private static final Duration BUDGET = Duration.ofSeconds(4);

  private final Network network;
  private final Kernels kernels;
  private final LogitsBuffer buffer;
  private final CachedSequence sequence;
  private final int most;
  private int goal = FEWEST_POSITIONS;
  private int replied;
  private int cycles;
  private int token;
  private long nanos;
  private boolean over;

  WarmUp(Network network, Kernels kernels, LogitsBuffer buffer) {
    this.network = network;
    this.kernels = kernels;
    this.buffer = buffer;
    this.most = Math.min(MOST_POSITIONS, network.contextLength() - REPLY_STEPS);
    this.over = goal > most; // a context too short for any of this
    this.sequence = network.newSequence();
  }

  boolean isOver() {
    return over;
  }

  /** Computes one pass. */
  void step() {
    long started = System.nanoTime();
    if (sequence.length() < goal) {
      prompt(Math.min(MAX_ROWS, goal - sequence.length()));
    } else {
      reply();
    }
    nanos += System.nanoTime() - started;
    over = cycles == CYCLES || nanos > BUDGET.toNanos();
  }

  private void prompt(int rows) {
    int[] tokens = new int[rows];
    for (int i = 0; i < rows; i++) {
      tokens[i] = nextToken();
    }
    network.forward(List.of(new Feed(sequence, tokens)));
  }

  private void reply() {
    int[] tokens = {nextToken()};
    network.forward(List.of(new Feed(sequence, tokens)));
    SamplingOptions sampling = SamplingOptions.DEFAULT.withSeed(token);
    new Sampler(sampling, tokens, _ -> new byte[0], new SeededRandom(token), kernels, buffer)
        .choose(network.logits(0, 1), 0);
    if (++replied == REPLY_STEPS) {
      beginRound();
    }
  }

  private void beginRound() {
    replied = 0;
    goal *= 2;
    sequence.truncate(0);
    if (goal > most) {
      goal = FEWEST_POSITIONS;
      cycles++;
    }
  }

  /** Steps through the vocabulary, as any token does. */
  private int nextToken() {
    token = (token + 97) % network.vocabularySize();
    return token;
  }

  /** Gives the memory back. */
  void close() {
    sequence.close();
  }
}
