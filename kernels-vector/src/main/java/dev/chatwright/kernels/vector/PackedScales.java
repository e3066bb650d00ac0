package dev.chatwright.kernels.vector;

import static dev.chatwright.kernels.vector.Lanes.getInt;

/**
 * The eight scales and minima of six bits that Q4_K and Q5_K blocks pack into twelve bytes.
 *
 * <p>Both results hold four values, one in each byte, so that a shift and a mask give one.
 */
final class PackedScales {
  private PackedScales() {}

  /** Returns the scales of groups 0-3 or 4-7. */
  static int scales(long packed, int half) {
    return half == 0
        ? getInt(packed) & 0x3F3F3F3F
        : (getInt(packed + 8) & 0x0F0F0F0F) | ((getInt(packed) >>> 2) & 0x30303030);
  }

  /** Returns the minima of groups 0-3 or 4-7. */
  static int minima(long packed, int half) {
    return half == 0
        ? getInt(packed + 4) & 0x3F3F3F3F
        : ((getInt(packed + 8) >>> 4) & 0x0F0F0F0F) | ((getInt(packed + 4) >>> 2) & 0x30303030);
  }
}
