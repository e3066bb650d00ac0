package dev.chatwright.model.training;

import java.util.Arrays;

/**
 * What one step learns from: rows of tokens, each with the token that should follow it.
 *
 * <p>Rows lie in sequences of the same length; a sequence holds one document or several. A row sees
 * the rows of its own document up to itself, and its position counts from where that begins.
 *
 * <p>Mutable, to be filled again for every step; confined to one thread.
 */
public final class TokenBatch {
  /** The target of a row from which nothing is learnt. */
  public static final int NO_TARGET = -1;

  private final int sequences;
  private final int length;
  private final int[] tokens;
  private final int[] targets;
  private final int[] starts;

  /** Creates a batch of token 0 throughout, without targets, one document to a sequence. */
  public TokenBatch(int sequences, int length) {
    if (sequences < 1 || length < 1) {
      throw new IllegalArgumentException(
          "a batch has at least one sequence of one token, got %d of %d"
              .formatted(sequences, length));
    }
    this.sequences = sequences;
    this.length = length;
    int rows = Math.multiplyExact(sequences, length);
    tokens = new int[rows];
    targets = new int[rows];
    starts = new int[rows];
    clear();
  }

  /** Makes it again what it was when it was created. */
  public void clear() {
    Arrays.fill(tokens, 0);
    Arrays.fill(targets, NO_TARGET);
    for (int row = 0; row < starts.length; row++) {
      starts[row] = row / length * length;
    }
  }

  /** Returns how many sequences there are. */
  public int sequences() {
    return sequences;
  }

  /** Returns how many rows a sequence has. */
  public int length() {
    return length;
  }

  /** Returns how many rows there are in all. */
  public int rows() {
    return tokens.length;
  }

  /** Returns the token of each row, to be read and written. */
  public int[] tokens() {
    return tokens;
  }

  /** Returns what should follow each row, or {@link #NO_TARGET}; to be read and written. */
  public int[] targets() {
    return targets;
  }

  /** Returns for each row the row in which its document begins; to be read and written. */
  public int[] starts() {
    return starts;
  }

  /** Returns how many rows have a target. */
  public int targetCount() {
    int count = 0;
    for (int target : targets) {
      count += target < 0 ? 0 : 1;
    }
    return count;
  }

  /**
   * Rejects what no model can learn from.
   *
   * @throws IllegalArgumentException if a token or target is not in the vocabulary, or a document
   *     begins outside its sequence, or after one of its rows, or before an earlier one
   */
  void requireValid(int vocabularySize) {
    for (int row = 0; row < tokens.length; row++) {
      if (tokens[row] < 0 || tokens[row] >= vocabularySize || targets[row] >= vocabularySize) {
        throw new IllegalArgumentException(
            "tokens must be below %d, row %d has %d followed by %d"
                .formatted(vocabularySize, row, tokens[row], targets[row]));
      }
      int earliest = row % length == 0 ? row : starts[row - 1];
      if (starts[row] < earliest || starts[row] > row) {
        throw new IllegalArgumentException(
            "the document of row %d must begin from row %d to %d, got %d"
                .formatted(row, earliest, row, starts[row]));
      }
    }
  }
}
