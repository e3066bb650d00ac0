package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Copies the blocks of a matrix into the panels of a packed weight. Confined to one thread. */
final class BlockPanelWriter {
  private static final int PANEL = BlockFormat.PANEL;
  private static final int GROUPS = BlockFormat.BLOCK / BlockFormat.GROUP;

  private final PackedWeight packed;
  private final BlockFormat format;
  private final MemorySegment target;
  private final Tensor w;
  private final StoredNumbers numbers;
  private final StoredFactors factors;

  BlockPanelWriter(PackedWeight packed, BlockFormat format, Tensor w) {
    this.packed = packed;
    this.format = format;
    this.target = packed.data();
    this.w = w;
    this.numbers = StoredNumbers.of(w.type(), w.data());
    this.factors = new StoredFactors(w.type(), w.data());
  }

  void write() {
    for (int n = 0; n < w.rows(); n++) {
      writeRow(n);
    }
  }

  private void writeRow(int n) {
    int groupBlocks = format.groupBlocks();
    int blocks = packed.inputs() / BlockFormat.BLOCK;
    long panel = packed.panelOffset(n);
    int lane = n % PANEL;
    for (int block = 0; block < blocks; block++) {
      long from = n * w.rowBytes() + (long) (block / groupBlocks) * w.type().blockBytes();
      int part = block % groupBlocks;
      long to = panel + format.blockOffset(block);
      if (format.superBlocks() && part == 0) {
        writeHead(from, panel + format.headOffsetOf(block), lane);
      }
      writeNumbers(from, part, to, lane);
      writeFactors(from, part, to, lane);
    }
  }

  private void writeHead(long from, long to, int lane) {
    putHalf(to + format.headOffset(0), lane, factors.scale(from));
    if (format.hasMinimum()) {
      putHalf(to + format.headOffset(format.scales()), lane, factors.minimum(from));
    }
  }

  private void writeNumbers(long from, int part, long to, int lane) {
    if (format.fourBits()) {
      for (int group = 0; group < GROUPS / 2; group++) {
        int high = numbers.four(from, part, group + GROUPS / 2);
        putInt(to, group, lane, numbers.four(from, part, group) | high << 4);
      }
    } else {
      for (int group = 0; group < GROUPS; group++) {
        putInt(to, group, lane, numbers.four(from, part, group));
      }
    }
  }

  private void writeFactors(long from, int part, long to, int lane) {
    if (format.superBlocks()) {
      for (int factor = 0; factor < format.factors(); factor++) {
        long at = to + format.factorOffset(factor) + lane;
        target.set(JAVA_BYTE, at, factors.small(from, part, factor));
      }
      return;
    }
    putHalf(to + format.factorOffset(0), lane, factors.scale(from));
    if (format.hasMinimum()) {
      putHalf(to + format.factorOffset(format.scales()), lane, factors.minimum(from));
    }
  }

  private void putInt(long at, int group, int lane, int value) {
    target.set(JAVA_INT_UNALIGNED, at + 4L * (group * PANEL + lane), value);
  }

  private void putHalf(long at, int lane, short value) {
    target.set(JAVA_SHORT_UNALIGNED, at + 2L * lane, value);
  }
}
