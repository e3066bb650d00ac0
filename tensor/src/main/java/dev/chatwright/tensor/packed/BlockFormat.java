package dev.chatwright.tensor.packed;

/**
 * How the weights of a panel, {@value #PANEL} outputs wide, are stored as whole numbers in blocks.
 *
 * <p>A weight is {@code w = scale · (q − zero point)} or {@code w = scale · q + minimum}. The zero
 * point of four-bit numbers is 8, of six-bit numbers 32, of eight-bit numbers 128.
 *
 * <p>A panel is its blocks of {@value #BLOCK} inputs one after the other. A block begins with its
 * numbers q, without a sign: of every output in turn the 32 bits that hold inputs 4g to 4g + 3, for
 * each group g of the block. Four-bit numbers hold group g in the low halves of their bytes and
 * group g + 4 in the high ones; numbers of six bits have a byte each. Behind them come the block's
 * factors, each of all outputs: its scale, or the scales of both halves of its inputs; then its
 * minimum if there is one.
 *
 * <p>Factors are half floats. In super-blocks they are bytes with a sign, and what multiplies them
 * stands before every eight blocks, as half floats of all outputs: one for scales, and then one for
 * minimums if there are any.
 */
public enum BlockFormat implements PackedFormat {
  /** From Q4_0. */
  FOUR_BITS(Numbers.FOUR_BITS, Factors.HALF_FLOATS, 1, false),

  /** From Q4_1. */
  FOUR_BITS_WITH_MINIMUM(Numbers.FOUR_BITS, Factors.HALF_FLOATS, 1, true),

  /** From Q8_0, Q5_0 and IQ4_NL. */
  EIGHT_BITS(Numbers.EIGHT_BITS, Factors.HALF_FLOATS, 1, false),

  /** From Q5_1. */
  SIX_BITS_WITH_MINIMUM(Numbers.SIX_BITS, Factors.HALF_FLOATS, 1, true),

  /** From Q4_K. */
  SUPER_FOUR_BITS_WITH_MINIMUM(Numbers.FOUR_BITS, Factors.BYTES, 1, true),

  /** From Q5_K. */
  SUPER_SIX_BITS_WITH_MINIMUM(Numbers.SIX_BITS, Factors.BYTES, 1, true),

  /** With a scale for each half of a block. From Q6_K. */
  SUPER_SIX_BITS(Numbers.SIX_BITS, Factors.BYTES, 2, false);

  /** How many outputs a panel has. */
  public static final int PANEL = 16;

  /** How many inputs a block has. */
  public static final int BLOCK = 32;

  /** How many inputs the 32 bits hold that one lane takes at a time. */
  public static final int GROUP = 4;

  /** How large numbers may be. */
  public enum Numbers {
    /** Two in a byte. */
    FOUR_BITS(PANEL * BLOCK / 2),
    /** Two products with eight bits, summed, stay within 16 bits. */
    SIX_BITS(PANEL * BLOCK),
    /** They do not. */
    EIGHT_BITS(PANEL * BLOCK);

    private final int bytes;

    Numbers(int bytes) {
      this.bytes = bytes;
    }
  }

  private enum Factors {
    HALF_FLOATS(Short.BYTES, 1),
    BYTES(Byte.BYTES, 8);

    private final int bytes;
    private final int groupBlocks;

    Factors(int bytes, int groupBlocks) {
      this.bytes = PANEL * bytes;
      this.groupBlocks = groupBlocks;
    }
  }

  private static final int HEAD_FACTOR_BYTES = PANEL * Short.BYTES;

  private final Numbers numbers;
  private final Factors factors;
  private final int scales;
  private final boolean minimum;

  /**
   * @param scales how many a block has; two only of six-bit numbers without a minimum, since
   *     four-bit ones store both halves in the same bytes, and {@link RoundedBlock} has no other
   *     sums of half a block
   */
  BlockFormat(Numbers numbers, Factors factors, int scales, boolean minimum) {
    this.numbers = numbers;
    this.factors = factors;
    this.scales = scales;
    this.minimum = minimum;
  }

  @Override
  public ActivationForm form() {
    return ActivationForm.EIGHT_BITS;
  }

  @Override
  public int panel() {
    return PANEL;
  }

  /** Returns how large the numbers may be. */
  public Numbers numbers() {
    return numbers;
  }

  /** Returns whether a byte holds two numbers. */
  public boolean fourBits() {
    return numbers == Numbers.FOUR_BITS;
  }

  /** Returns how many scales a block has: 2 where each half of its inputs has one. */
  public int scales() {
    return scales;
  }

  /** Returns whether weights have a minimum; else they have a zero point. */
  public boolean hasMinimum() {
    return minimum;
  }

  /** Returns whether factors are bytes, and what multiplies them stands before eight blocks. */
  public boolean superBlocks() {
    return factors == Factors.BYTES;
  }

  /** Returns how many factors a block has: its scales, then its minimum if it has one. */
  int factors() {
    return scales + headFactors() - 1;
  }

  /** Returns how many half floats of each output stand before super-blocks. */
  private int headFactors() {
    return minimum ? 2 : 1;
  }

  /** Returns the bytes of a block's numbers. */
  private int numberBytes() {
    return numbers.bytes;
  }

  /** Returns where factor {@code factor} of all outputs begins, from the block. */
  public int factorOffset(int factor) {
    return numberBytes() + factor * factors.bytes;
  }

  /** Returns where what multiplies factor {@code factor} begins, from the head of super-blocks. */
  public int headOffset(int factor) {
    return factor < scales ? 0 : HEAD_FACTOR_BYTES;
  }

  /** Returns the bytes of a block, its factors included. */
  public int blockBytes() {
    return factorOffset(factors());
  }

  /** Returns how many blocks share what stands before them: 1 where nothing does. */
  public int groupBlocks() {
    return factors.groupBlocks;
  }

  /** Returns how many such groups a panel of {@code inputs} has. */
  public int groups(int inputs) {
    return inputs / (BLOCK * groupBlocks());
  }

  /** Returns the bytes that stand before a group of blocks. */
  public int headBytes() {
    return superBlocks() ? headFactors() * HEAD_FACTOR_BYTES : 0;
  }

  @Override
  public long panelBytes(int inputs) {
    return groups(inputs) * groupBytes();
  }

  /** Returns where the head of the blocks that block {@code block} is among begins. */
  long headOffsetOf(int block) {
    return block / groupBlocks() * groupBytes();
  }

  /** Returns where block {@code block} of a panel begins. */
  long blockOffset(int block) {
    return headOffsetOf(block) + headBytes() + (long) (block % groupBlocks()) * blockBytes();
  }

  private long groupBytes() {
    return headBytes() + (long) groupBlocks() * blockBytes();
  }
}
