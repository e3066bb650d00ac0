package dev.chatwright.training.data.parquet;

/**
 * Codes of lengths: the first are lengths themselves, later ones stand for a range each, within
 * which further bits tell the length. Immutable.
 */
final class LengthCodes {
  private final int[] first;
  private final int[] bits;

  private LengthCodes(int[] first, int[] bits) {
    this.first = first;
    this.bits = bits;
  }

  /**
   * Creates codes.
   *
   * @param least the length of code 0
   * @param exact how many codes have no further bits
   * @param further the bits of the codes after these
   */
  static LengthCodes of(int least, int exact, int... further) {
    int[] first = new int[exact + further.length];
    int[] bits = new int[first.length];
    int length = least;
    for (int code = 0; code < first.length; code++) {
      bits[code] = code < exact ? 0 : further[code - exact];
      first[code] = length;
      length += 1 << bits[code];
    }
    return new LengthCodes(first, bits);
  }

  /** Returns the largest code. */
  int most() {
    return first.length - 1;
  }

  int length(int code, BackwardBits source) throws ParquetException {
    return first[code] + (int) source.read(bits[code]);
  }
}
