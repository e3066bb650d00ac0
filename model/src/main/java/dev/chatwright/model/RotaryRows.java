package dev.chatwright.model;

import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/**
 * The two orders in which files hold the rows of queries and keys.
 *
 * <p>A rotation turns pairs of rows of a head. Hugging Face puts the two of a pair half a head
 * apart; GGUF files of some architectures put them side by side.
 */
public final class RotaryRows {
  private static final Pattern TURNED = Pattern.compile("blk\\.\\d+\\.attn_[qk]\\.(weight|bias)");

  private RotaryRows() {}

  /**
   * Returns from which row of one order each row of another comes.
   *
   * @param weight GGUF's name; rows of what is not turned stay where they are
   * @param fromNeighbours whether pairs lie side by side in the source, else half a head apart
   * @param toNeighbours the same of the target
   */
  public static IntUnaryOperator sourceRows(
      ArchSpec spec, String weight, boolean fromNeighbours, boolean toNeighbours) {
    int rotated = spec.attention().rotary().rotated();
    if (fromNeighbours == toNeighbours || !TURNED.matcher(weight).matches()) {
      return IntUnaryOperator.identity();
    }
    int head = spec.attention().headWidth();
    return row -> {
      int within = row % head;
      if (within >= rotated) {
        return row;
      }
      int source =
          toNeighbours
              ? within % 2 * (rotated / 2) + within / 2
              : within % (rotated / 2) * 2 + within / (rotated / 2);
      return row - within + source;
    };
  }
}
