package dev.chatwright.kernels.x86;

import dev.chatwright.kernels.x86.assembler.Tile;
import dev.chatwright.tensor.packed.BlockFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Which tile holds what, and how large it is; of each there are two, used in turn. */
final class TileShapes {
  private static final int BYTES = 64;
  private static final int ROW_BYTES_AT = 16;
  private static final int ROWS_AT = 48;
  private static final byte PALETTE = 1; // the only one there is

  private TileShapes() {}

  /** Returns the tile for whole sums. */
  static Tile sums(int pair) {
    return new Tile(pair);
  }

  /** Returns the tile for rows of activations. */
  static Tile rows(int pair) {
    return new Tile(2 + pair);
  }

  /** Returns the tile for weights. */
  static Tile weights(int pair) {
    return new Tile(4 + pair);
  }

  /** Returns the address of a description of all, which stays. */
  static long address(int rows, UnpackedPanel panel) {
    ByteBuffer shapes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    shapes.put(0, PALETTE);
    for (int pair = 0; pair < 2; pair++) {
      describe(shapes, sums(pair), rows, BlockFormat.PANEL * Integer.BYTES);
      describe(shapes, rows(pair), rows, panel.stepInputs());
      describe(shapes, weights(pair), panel.groups(), Tile.ROW_BYTES);
    }
    int[] values = new int[BYTES / Integer.BYTES];
    shapes.asIntBuffer().get(values);
    return MachineCode.constants(values).address();
  }

  private static void describe(ByteBuffer shapes, Tile tile, int rows, int rowBytes) {
    shapes.put(ROWS_AT + tile.number(), (byte) rows);
    shapes.putShort(ROW_BYTES_AT + Short.BYTES * tile.number(), (short) rowBytes);
  }
}
