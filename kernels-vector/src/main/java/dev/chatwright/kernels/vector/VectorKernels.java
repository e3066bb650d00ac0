package dev.chatwright.kernels.vector;

import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.GradientKernels;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.NarrowProducts;
import dev.chatwright.tensor.PanelProducts;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The kernels on vectors: one line to each family.
 *
 * <p>Immutable.
 *
 * @param narrow what attends to numbers of fewer bits; empty if they are made floats first
 */
record VectorKernels(Optional<NarrowProducts> narrow) implements Kernels {
  /** These alone. */
  static final VectorKernels INSTANCE = new VectorKernels(Optional.empty());

  /** Returns how wide the vectors of this machine are. */
  static int vectorBits() {
    return Lanes.FLOATS.vectorBitSize();
  }

  @Override
  public String description() {
    return "vector (%d-bit)".formatted(vectorBits());
  }

  @Override
  public long scratchBytes(int maxColumns, int maxContext) {
    long products = LinearKernels.scratchBytes(maxColumns);
    int rows = Math.max(NarrowTileProducts.ROWS, narrow.map(VectorKernels::maxRows).orElse(0));
    long attention =
        NarrowTileProducts.SCRATCH_BYTES + AttentionKernels.scratchBytes(maxContext, rows);
    return Math.max(RowPanels.scratchBytes(maxColumns), Math.max(products, attention));
  }

  private static int maxRows(NarrowProducts products) {
    return Math.max(products.halves().maxRows(), products.bytes().maxRows());
  }

  @Override
  public int grain(int rows) {
    return LinearKernels.grain(rows);
  }

  @Override
  public void linear(Tensor x, Tensor w, int fromRow, int toRow, Tensor y, MemorySegment scratch) {
    LinearKernels.linear(x, w, fromRow, toRow, y, scratch);
  }

  @Override
  public void copyRow(Tensor w, int wRow, Tensor y, int yRow) {
    if (w.type() == ElementType.F32) {
      long bytes = w.rowBytes();
      MemorySegment.copy(w.data(), wRow * bytes, y.data(), yRow * bytes, bytes);
    } else {
      Kernels.scalar().copyRow(w, wRow, y, yRow);
    }
  }

  @Override
  public void copyRows(Tensor w, int fromRow, int toRow, Tensor y, MemorySegment scratch) {
    long from = address(w, fromRow);
    long elements = (long) (toRow - fromRow) * w.columns();
    long to = address(y, fromRow);
    switch (w.type()) {
      case F32 -> MemorySegment.copy(Lanes.ALL, from, Lanes.ALL, to, elements * Float.BYTES);
      case Q4_0 -> BlockRows.copyQ4(false, from, elements / BlockRows.ELEMENTS, to);
      case Q4_1 -> BlockRows.copyQ4(true, from, elements / BlockRows.ELEMENTS, to);
      case Q8_0 -> BlockRows.copyQ8(from, elements / BlockRows.ELEMENTS, to);
      case F16, BF16, Q5_0, Q5_1, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL ->
          RowPanels.copyRows(w, fromRow, toRow, y, scratch.address());
    }
  }

  @Override
  public void rmsNorm(Tensor x, Tensor gain, float epsilon, int fromRow, int toRow, Tensor y) {
    for (int row = fromRow; row < toRow; row++) {
      NormalizationKernels.rmsNorm(
          address(x, row), gain.address(), epsilon, x.columns(), address(y, row));
    }
  }

  @Override
  public void layerNorm(
      Tensor x, Tensor gain, Tensor bias, float epsilon, int fromRow, int toRow, Tensor y) {
    for (int row = fromRow; row < toRow; row++) {
      NormalizationKernels.layerNorm(
          address(x, row), gain.address(), bias.address(), epsilon, x.columns(), address(y, row));
    }
  }

  @Override
  public void rotate(
      Tensor x,
      int headWidth,
      Tensor cos,
      Tensor sin,
      boolean interleaved,
      int fromRow,
      int toRow) {
    int half = cos.columns();
    for (int row = fromRow; row < toRow; row++) {
      for (int column = 0; column < x.columns(); column += headWidth) {
        long head = address(x, row) + column * 4L;
        if (interleaved) {
          RotaryKernels.rotateNeighbours(head, address(cos, row), address(sin, row), half);
        } else {
          RotaryKernels.rotateHalves(head, address(cos, row), address(sin, row), half);
        }
      }
    }
  }

  @Override
  public void store(
      Tensor keys, Tensor values, int headWidth, int firstPosition, KeyValueBlocks cache) {
    CacheKernels.store(keys, values, headWidth, firstPosition, cache);
  }

  @Override
  public void attention(
      AttentionShape shape,
      Tensor queries,
      KeyValueBlocks cache,
      int firstPosition,
      int fromRow,
      int toRow,
      int fromHead,
      int toHead,
      Tensor y,
      MemorySegment scratch) {
    PanelProducts products = products(cache.type(), shape.headWidth(), scratch.address());
    long scores = scratch.address() + NarrowTileProducts.SCRATCH_BYTES;
    new AttentionKernels(shape, queries, cache, firstPosition, y, products, scores)
        .attend(fromRow, toRow, fromHead, toHead);
  }

  /** Returns what multiplies by blocks of a type. */
  private PanelProducts products(KeyValueType type, int headWidth, long scratch) {
    return switch (type) {
      case F32 -> TileProducts.INSTANCE;
      case F16 -> orTiles(narrow.map(NarrowProducts::halves), type, headWidth, scratch);
      case Q8 -> orTiles(narrow.map(NarrowProducts::bytes), type, headWidth, scratch);
    };
  }

  private static PanelProducts orTiles(
      Optional<PanelProducts> given, KeyValueType type, int headWidth, long scratch) {
    return given.isPresent() && given.get().takes(headWidth)
        ? given.get()
        : new NarrowTileProducts(type, scratch);
  }

  @Override
  public void activate(Activation activation, Tensor x, long from, long to, Tensor y) {
    ActivationKernels.activate(activation, at(x, from), 0, to - from, at(y, from));
  }

  @Override
  public void activateAndMultiply(
      Activation activation, Tensor gate, Tensor up, long from, long to, Tensor y) {
    ActivationKernels.activate(activation, at(gate, from), at(up, from), to - from, at(y, from));
  }

  @Override
  public void add(Tensor x, long from, long to, Tensor y) {
    ElementwiseKernels.add(at(x, from), to - from, at(y, from));
  }

  @Override
  public void addToRows(Tensor bias, int fromRow, int toRow, Tensor y) {
    for (int row = fromRow; row < toRow; row++) {
      ElementwiseKernels.add(bias.address(), y.columns(), address(y, row));
    }
  }

  @Override
  public void linearRows(Tensor x, int fromRow, int toRow, Tensor w, Tensor y) {
    new ThinReduction(w.address(), w.rows(), w.columns())
        .multiply(
            address(x, fromRow), x.rowBytes(), toRow - fromRow, address(y, fromRow), y.rowBytes());
  }

  @Override
  public void addProduct(
      Tensor x, int fromRow, int toRow, Tensor w, int fromColumn, int toColumn, Tensor y) {
    for (int t = fromRow; t < toRow; t++) {
      ThinProduct.add(
          address(x, t),
          w.rows(),
          w.address() + 4L * fromColumn,
          w.rowBytes(),
          toColumn - fromColumn,
          address(y, t) + 4L * fromColumn);
    }
  }

  @Override
  public void scaleColumns(
      Tensor factors, int fromRow, int toRow, int fromColumn, int toColumn, Tensor x) {
    for (int t = fromRow; t < toRow; t++) {
      ElementwiseKernels.multiply(
          factors.address() + 4L * fromColumn,
          toColumn - fromColumn,
          address(x, t) + 4L * fromColumn);
    }
  }

  @Override
  public void scale(Tensor x, float factor, long from, long to) {
    ElementwiseKernels.scale(at(x, from), factor, to - from);
  }

  @Override
  public void softCap(Tensor x, float cap, long from, long to) {
    ActivationKernels.softCap(at(x, from), cap, to - from);
  }

  @Override
  public int argMax(Tensor x, int row) {
    return ReductionKernels.argMax(address(x, row), x.columns());
  }

  @Override
  public float logSumExp(Tensor x, int row) {
    return ReductionKernels.logSumExp(address(x, row), x.columns());
  }

  @Override
  public GradientKernels gradients() {
    return VectorGradientKernels.INSTANCE;
  }

  static long address(Tensor x, int row) {
    return x.address() + row * x.rowBytes();
  }

  static long at(Tensor x, long element) {
    return x.address() + element * 4;
  }
}
