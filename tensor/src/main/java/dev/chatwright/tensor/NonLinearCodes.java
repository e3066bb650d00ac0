package dev.chatwright.tensor;

/** What the sixteen codes of IQ4_NL stand for: finer steps around zero. */
public final class NonLinearCodes {
  private static final int[] VALUES = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  private NonLinearCodes() {}

  /** Returns what a code, 0 to 15, stands for in units of the block's scale. */
  public static int value(int code) {
    return VALUES[code];
  }
}
