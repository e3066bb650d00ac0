package dev.chatwright.kernels.x86;

import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationLayout;
import dev.chatwright.tensor.packed.RoundedBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The routines that prepare rows of activations in one form, for tiles of 1, 2, 3 … rows.
 *
 * <p>Immutable.
 *
 * @param routines as many as the most rows of a tile
 * @param constants the address of what they read beside the row
 * @param inputs how many inputs they take at a time
 * @param bytes what those become
 */
record Preparation(List<MemorySegment> routines, long constants, int inputs, int bytes) {

  /** Assembles the routines. */
  static Preparation of(
      IntFunction<byte[]> assembly, int tileRows, long constants, int inputs, int bytes) {
    return new Preparation(MachineCode.install(tileRows, assembly), constants, inputs, bytes);
  }

  int tileRows() {
    return routines.size();
  }

  ActivationLayout layout(int rows, int columns) {
    return new ActivationLayout(tileRows(), rows, count(columns) * bytes);
  }

  private long count(int columns) {
    return Math.ceilDiv(columns, inputs);
  }

  void prepare(Tensor x, int fromTile, int toTile, MemorySegment prepared) {
    ActivationLayout layout = layout(x.rows(), x.columns());
    for (int tile = fromTile; tile < toTile; tile++) {
      int rows = layout.rowsOf(tile);
      long target = prepared.address() + layout.tileOffset(tile);
      for (int row = 0; row < rows; row++) {
        prepareRow(x, tile * tileRows() + row, new Place(target, rows, row));
      }
    }
  }

  /** A row's place in a tile. */
  private record Place(long tile, int rows, int row) {}

  private void prepareRow(Tensor x, int row, Place place) {
    long source = x.address() + row * x.rowBytes();
    if (x.columns() % inputs == 0) {
      run(place, source, count(x.columns()));
      return;
    }
    try (Arena arena = Arena.ofConfined()) { // a copy with zeros behind it
      MemorySegment filled = arena.allocate(count(x.columns()) * inputs * Float.BYTES);
      MemorySegment.copy(x.data(), row * x.rowBytes(), filled, 0, x.rowBytes());
      run(place, filled.address(), count(x.columns()));
    }
  }

  /** Numbers of 32 bits stand beside those of other rows, and a block's bytes behind them. */
  private void run(Place place, long source, long count) {
    long target = place.tile + (long) place.row * Float.BYTES;
    long bytes = place.tile + RoundedBlock.numbersOfRow(place.row);
    MachineCode.call(routines.get(place.rows - 1), source, target, count, constants, bytes, 0);
  }
}
