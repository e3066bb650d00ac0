package dev.chatwright.tensor.packed;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Copies rows of a matrix into the panels of a packed weight.
 *
 * <p>Immutable; several threads may write different panels.
 *
 * @param packed what is written
 * @param w of the same shape
 */
record PanelWriter(PackedWeight packed, Tensor w) {
  private static final ValueLayout.OfShort WORD =
      JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Writes panels {@code [from, to)}. */
  void write(int from, int to) {
    int width = packed.format().panel();
    int rowWords = Math.toIntExact(w.rowBytes() / Short.BYTES);
    long panelBytes = packed.format().panelBytes(packed.inputs());
    short[] rows = new short[Math.multiplyExact(width, rowWords)];
    short[] panel = new short[Math.toIntExact(panelBytes / Short.BYTES)];
    PanelLayout layout = layout();
    for (int i = from; i < to; i++) {
      int lanes = Math.min(width, w.rows() - i * width);
      if (lanes < width) {
        Arrays.fill(panel, (short) 0);
      }
      long first = (long) i * width * w.rowBytes();
      MemorySegment.copy(w.data(), WORD, first, rows, 0, lanes * rowWords);
      layout.lay(rows, lanes, panel);
      MemorySegment.copy(panel, 0, packed.data(), WORD, i * panelBytes, panel.length);
    }
  }

  private PanelLayout layout() {
    return switch (packed.format()) {
      case BlockFormat blocks -> new BlockPanelLayout(blocks, w.type(), w.columns());
      case FloatFormat floats -> new FloatPanelLayout(floats, w.columns());
    };
  }
}
