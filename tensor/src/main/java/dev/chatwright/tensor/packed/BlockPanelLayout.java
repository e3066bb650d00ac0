package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.ElementType;

/** Where rows of blocks go in a panel. Confined to one thread. */
final class BlockPanelLayout implements PanelLayout {
  private static final int PANEL = BlockFormat.PANEL;

  private final StoredNumbers stored;
  private final StoredFactors factors;
  private final short[] numbers = new short[StoredNumbers.WORDS];

  /* What a format tells, in words and told once: the JIT has compiled nothing yet. */
  private final boolean fourBits;
  private final boolean superBlocks;
  private final boolean minimum;
  private final int groups;
  private final int groupBlocks;
  private final int storedWords;
  private final int headWords;
  private final int headMinimum;
  private final int blockWords;
  private final int numberWords;
  private final int blockMinimum;
  private final int smallFactors;

  /** Creates a layout for rows of {@code inputs} of a type. */
  BlockPanelLayout(BlockFormat format, ElementType type, int inputs) {
    stored = StoredNumbers.of(type);
    factors = new StoredFactors(type);
    fourBits = format.fourBits();
    superBlocks = format.superBlocks();
    minimum = format.hasMinimum();
    groups = format.groups(inputs);
    groupBlocks = format.groupBlocks();
    storedWords = type.blockBytes() / Short.BYTES;
    headWords = format.headBytes() / Short.BYTES;
    headMinimum = format.headOffset(format.scales()) / Short.BYTES;
    blockWords = format.blockBytes() / Short.BYTES;
    numberWords = format.factorOffset(0) / Short.BYTES;
    blockMinimum = format.factorOffset(format.scales()) / Short.BYTES;
    smallFactors = format.factors();
  }

  @Override
  public void lay(short[] rows, int lanes, short[] panel) {
    int groupWords = headWords + groupBlocks * blockWords;
    for (int group = 0; group < groups; group++) {
      layGroup(rows, group * storedWords, lanes, panel, group * groupWords);
    }
  }

  private void layGroup(short[] rows, int from, int lanes, short[] panel, int to) {
    int rowWords = groups * storedWords;
    if (superBlocks) {
      for (int lane = 0; lane < lanes; lane++) {
        layHalves(rows, lane * rowWords + from, panel, to + lane, headMinimum);
      }
    }
    for (int part = 0; part < groupBlocks; part++) {
      int block = to + headWords + part * blockWords;
      for (int lane = 0; lane < lanes; lane++) {
        layBlock(rows, lane * rowWords + from, part, panel, block, lane);
      }
    }
  }

  private void layBlock(short[] rows, int from, int part, short[] panel, int to, int lane) {
    stored.read(rows, from, part, numbers);
    layNumbers(panel, to + 2 * lane);
    if (superBlocks) {
      laySmall(rows, from, part, panel, to + numberWords, lane);
    } else {
      layHalves(rows, from, panel, to + numberWords + lane, blockMinimum - numberWords);
    }
  }

  /** Every two words are followed by those of the other lanes. */
  private void layNumbers(short[] panel, int to) {
    int half = StoredNumbers.WORDS / 2;
    int words = fourBits ? half : StoredNumbers.WORDS;
    for (int i = 0; i < words; i++) {
      int word = fourBits ? numbers[i] | numbers[i + half] << 4 : numbers[i];
      panel[to + i / 2 * (2 * PANEL) + i % 2] = (short) word;
    }
  }

  private void layHalves(short[] rows, int from, short[] panel, int to, int toMinimum) {
    panel[to] = factors.scale(rows, from);
    if (minimum) {
      panel[to + toMinimum] = factors.minimum(rows, from);
    }
  }

  private void laySmall(short[] rows, int from, int part, short[] panel, int to, int lane) {
    for (int factor = 0; factor < smallFactors; factor++) {
      int at = to + factor * (PANEL / 2) + lane / 2;
      int small = factors.small(rows, from, part, factor);
      panel[at] = (short) (lane % 2 == 0 ? small : panel[at] | small << 8);
    }
  }
}
