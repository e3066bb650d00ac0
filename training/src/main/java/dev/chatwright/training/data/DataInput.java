package dev.chatwright.training.data;

import java.nio.file.Path;

/**
 * A file that a data set is prepared from. Immutable.
 *
 * @param path the file
 * @param weight how often each of its examples is learnt from, over 0 to 16; a part of one is drawn
 *     by the example's hash
 * @param licence what is known of the right to use it; may be empty
 * @param read how it is read
 */
public record DataInput(Path path, double weight, String licence, ReadOptions read) {
  private static final int MOST_WEIGHT = 16;

  /** Checks the weight. */
  public DataInput {
    if (!(weight > 0 && weight <= MOST_WEIGHT)) {
      throw new IllegalArgumentException(
          "the weight of %s must be over 0 and at most %d, got %s"
              .formatted(path, MOST_WEIGHT, weight));
    }
  }

  /** Returns a file that is taken once, as it is. */
  public static DataInput of(Path path) {
    return new DataInput(path, 1, "", ReadOptions.DEFAULT);
  }
}
