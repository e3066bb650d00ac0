package dev.chatwright.training.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file of examples.
 *
 * @param path the file
 * @param format how its rows lie
 * @param shape what their fields mean; absent if none can be read
 * @param examples how many rows are examples
 * @param broken how many rows are none
 * @param duplicates how many examples are there before
 * @param turns how many messages there are in all
 * @param tokens how many tokens the texts have, where somebody counted them
 * @param lengths of the examples, in tokens where they are counted, else in characters
 * @param problems what is wrong with the first of the broken rows
 * @param first the first example
 */
public record FileReport(
    Path path,
    FileFormat format,
    Optional<RowShape> shape,
    long examples,
    long broken,
    long duplicates,
    long turns,
    OptionalLong tokens,
    Quantiles lengths,
    List<String> problems,
    @Nullable Example first) {
  /**
   * Lengths that so many of a hundred examples do not exceed; all 0 where there is no example.
   *
   * @param least the shortest
   * @param half the median
   * @param ninety nine of ten
   * @param ninetyNine all but one in a hundred
   * @param most the longest
   */
  public record Quantiles(long least, long half, long ninety, long ninetyNine, long most) {
    /** Returns those of lengths in rising order. */
    static Quantiles of(int[] sorted) {
      return new Quantiles(
          at(sorted, 0), at(sorted, 50), at(sorted, 90), at(sorted, 99), at(sorted, 100));
    }

    private static long at(int[] sorted, int percent) {
      int index = (int) Math.ceil(sorted.length * (percent / 100.0)) - 1;
      return sorted.length == 0 ? 0 : sorted[Math.max(0, index)];
    }
  }
}
