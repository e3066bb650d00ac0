package dev.chatwright.tensor.packed;

/**
 * Where the rows of a matrix go in a panel. Both are words of two bytes, the first in the low half:
 * of arrays, because a model is packed before the JIT has compiled anything.
 */
sealed interface PanelLayout permits BlockPanelLayout, FloatPanelLayout {
  /**
   * Lays rows out.
   *
   * @param rows the words of {@code lanes} rows, one row after the other
   * @param lanes how many, at most as many as the panel is wide
   * @param panel filled but for the lanes that there are no rows for
   */
  void lay(short[] rows, int lanes, short[] panel);
}
