package dev.chatwright.inference;

import dev.chatwright.inference.Network.CachedSequence;
import dev.chatwright.inference.Network.Feed;
import dev.chatwright.tensor.Kernels;
import java.util.Arrays;
import java.util.List;

/**
 * A smaller model of the same tokens, which guesses how the replies of a larger one go on: it
 * writes the likeliest tokens, and the larger model looks whether it would have chosen them.
 *
 * <p>It holds one conversation, that of the reply it guessed for last. Confined to the engine's
 * thread.
 *
 * @see <a href="https://arxiv.org/abs/2211.17192">Leviathan et al., "Fast Inference from
 *     Transformers via Speculative Decoding", 2023</a>
 */
final class DraftModel {
  private static final int[] NOTHING = {};

  private final Network network;
  private final Kernels kernels;
  private final long memoryBytes;
  private final CachedSequence sequence;
  private final int[] held; // the tokens that the sequence has
  private final HitRate rate = new HitRate();
  private double nanosPerToken; // 0 until measured

  /**
   * Creates a draft model.
   *
   * @param network has room for one context
   * @param memoryBytes what it takes at the most
   */
  DraftModel(Network network, Kernels kernels, long memoryBytes) {
    this.network = network;
    this.kernels = kernels;
    this.memoryBytes = memoryBytes;
    this.sequence = network.newSequence();
    this.held = new int[network.contextLength()];
  }

  /** Returns the bytes that its weights take, and the conversation that it holds at the most. */
  long memoryBytes() {
    return memoryBytes;
  }

  /** Returns what guesses for one reply, whose tokens grow. */
  Writer writer(TokenList tokens) {
    return new Writer(tokens);
  }

  /**
   * Returns the likeliest tokens behind some; none if they do not fit into the context, or are so
   * many more than before that reading them takes several turns.
   */
  private int[] write(TokenList tokens, int count) {
    if (tokens.size() + count > network.contextLength()) {
      return NOTHING;
    }
    // The last one is read again at least, because what follows it is asked for.
    sequence.truncate(Math.min(common(tokens), tokens.size() - 1));
    int unread = tokens.size() - sequence.length();
    if (unread > network.maxRows()) {
      read(tokens.slice(sequence.length(), sequence.length() + network.maxRows()));
      return NOTHING;
    }
    long started = System.nanoTime();
    int[] written = new int[count];
    int[] next = tokens.slice(sequence.length(), tokens.size());
    for (int i = 0; i < count; i++) {
      read(next);
      written[i] = kernels.argMax(network.logits(next.length - 1, next.length), 0);
      next = new int[] {written[i]};
    }
    if (unread <= DraftLength.MOST + 1) {
      double nanos = System.nanoTime() - started;
      nanosPerToken = Pace.mean(nanosPerToken, nanos / count);
    }
    return written;
  }

  /** Returns how many of the first tokens the sequence has. */
  private int common(TokenList tokens) {
    int most = Math.min(sequence.length(), tokens.size());
    int same = 0;
    while (same < most && held[same] == tokens.get(same)) {
      same++;
    }
    return same;
  }

  private void read(int[] tokens) {
    System.arraycopy(tokens, 0, held, sequence.length(), tokens.length);
    network.forward(List.of(new Feed(sequence, tokens)));
  }

  /** Guesses for one reply. Confined to the engine's thread. */
  final class Writer implements Drafter {
    private final TokenList tokens;
    private int[] guess = NOTHING;
    private int guessedAt = -1;

    private Writer(TokenList tokens) {
      this.tokens = tokens;
    }

    @Override
    public int available(int most) {
      if (guessedAt < tokens.size()) {
        rate.fade();
      }
      return Math.min(most, DraftLength.MOST);
    }

    @Override
    public int[] guess(int count) {
      if (count == 0) {
        return NOTHING;
      }
      if (guessedAt != tokens.size() || guess.length < count) {
        guess = write(tokens, count);
        guessedAt = tokens.size();
      }
      return Arrays.copyOf(guess, Math.min(guess.length, count));
    }

    @Override
    public double rate() {
      return rate.value();
    }

    @Override
    public double nanosPerToken() {
      return nanosPerToken;
    }

    @Override
    public void note(int index, int token) {
      boolean latest = guessedAt + index + 1 == tokens.size();
      if (latest && index < guess.length) {
        rate.note(guess[index] == token);
      }
    }
  }
}
