package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/**
 * The specification: each number by itself, in plain Java.
 *
 * <p>Immutable.
 */
enum ScalarPackedKernels implements PackedKernels {
  INSTANCE;

  private static final int TILE_ROWS = 4;

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public ActivationLayout layout(ActivationForm form, int rows, int columns) {
    long rowBytes =
        switch (form) {
          case EIGHT_BITS -> RoundedBlock.rowBytes(columns);
          case BFLOATS, FLOATS -> (long) columns * Float.BYTES;
        };
    return new ActivationLayout(TILE_ROWS, rows, rowBytes);
  }

  @Override
  public void prepare(
      ActivationForm form, Tensor x, int fromTile, int toTile, MemorySegment prepared) {
    ActivationLayout layout = layout(form, x.rows(), x.columns());
    for (int tile = fromTile; tile < toTile; tile++) {
      MemorySegment target = prepared.asSlice(layout.tileOffset(tile));
      int first = tile * TILE_ROWS;
      int rows = layout.rowsOf(tile);
      switch (form) {
        case EIGHT_BITS -> ScalarBlockProducts.round(x, first, rows, target);
        case BFLOATS -> ScalarFloatProducts.round(x, first, rows, target);
        case FLOATS -> ScalarFloatProducts.copy(x, first, rows, target);
      }
    }
  }

  @Override
  public void multiply(
      MemorySegment prepared, PackedWeight w, int fromOutput, int toOutput, Tensor y) {
    ActivationLayout layout = layout(w.format().form(), y.rows(), w.inputs());
    for (int t = 0; t < y.rows(); t++) {
      int tile = t / TILE_ROWS;
      MemorySegment x = prepared.asSlice(layout.tileOffset(tile));
      for (int n = fromOutput; n < toOutput; n++) {
        y.set(t, n, product(x, layout.rowsOf(tile), t % TILE_ROWS, w, n));
      }
    }
  }

  @Override
  public void multiplyRows(
      Tensor x,
      int fromRow,
      int toRow,
      PackedWeight w,
      int fromOutput,
      int toOutput,
      boolean adds,
      Tensor y) {
    FloatFormat format = (FloatFormat) w.format();
    for (int t = fromRow; t < toRow; t++) {
      MemorySegment row = x.rows(t, t + 1).data();
      for (int n = fromOutput; n < toOutput; n++) {
        float start = adds ? y.get(t, n) : 0;
        y.set(t, n, new ScalarFloatProducts(row, 1, 0, w, format, n).sum(start));
      }
    }
  }

  private static float product(MemorySegment tile, int rows, int row, PackedWeight w, int output) {
    return switch (w.format()) {
      case BlockFormat format -> new ScalarBlockProducts(tile, rows, row, w, format, output).sum();
      case FloatFormat format -> new ScalarFloatProducts(tile, rows, row, w, format, output).sum();
    };
  }
}
