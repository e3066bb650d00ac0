package dev.chatwright.kernels.x86;

import dev.chatwright.kernels.x86.FloatTileCode.Rounding;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationForm;
import dev.chatwright.tensor.packed.ActivationLayout;
import dev.chatwright.tensor.packed.BfloatProducts;
import dev.chatwright.tensor.packed.BlockFormat;
import dev.chatwright.tensor.packed.FloatFormat;
import dev.chatwright.tensor.packed.PackedFormat;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import dev.chatwright.tensor.packed.RoundedBlock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Products by routines for one tier; those of a format are assembled when it is first met, since
 * all of them would delay a start by a tenth of a second and a model has a few. Where there are
 * tiles, they take what is more rows than vector registers hold the sums of: fewer are bound by
 * memory, and do not pay for unpacking the weights.
 *
 * <p>Safe for use by several threads.
 */
final class X86PackedKernels implements PackedKernels {
  /** Weights that one core's cache holds while all tiles are multiplied by them. */
  static final long CACHED_BYTES = 256 << 10;

  private static final MemorySegment ROUNDING_CONSTANTS =
      MachineCode.constants(RoundingCode.constants());

  private final Tier tier;
  private final BooleanSupplier bfloatPairs;
  private final Map<ActivationForm, Preparation> preparations = new ConcurrentHashMap<>();
  private final Map<PackedFormat, List<MemorySegment>> products = new ConcurrentHashMap<>();
  private final RowProducts rowProducts;
  private final TileProducts tileProducts = new TileProducts();

  /**
   * Creates the products of a tier.
   *
   * @param bfloatPairs whether the instruction that multiplies pairs of bfloats is to be used;
   *     asked when there are such weights
   */
  X86PackedKernels(Tier tier, BooleanSupplier bfloatPairs) {
    this.tier = tier;
    this.rowProducts = new RowProducts(tier);
    this.bfloatPairs = bfloatPairs;
  }

  @Override
  public Optional<BfloatProducts> bfloats() {
    return bfloatPairs.getAsBoolean() ? Optional.of(X86BfloatProducts.known()) : Optional.empty();
  }

  private Preparation preparation(ActivationForm form) {
    return preparations.computeIfAbsent(form, this::assemble);
  }

  private Preparation assemble(ActivationForm form) {
    int inputs = FloatFormat.MULTIPLE;
    return switch (form) {
      case EIGHT_BITS ->
          Preparation.of(
              RoundingCode::assemble,
              tileRows(form),
              ROUNDING_CONSTANTS.address(),
              BlockFormat.BLOCK,
              RoundedBlock.blockBytes(1));
      case BFLOATS ->
          bfloatPairs.getAsBoolean()
              ? floats(form, Rounding.PAIRS, inputs * Short.BYTES)
              : floats(form, Rounding.FLOATS, inputs * Float.BYTES);
      case FLOATS -> floats(form, Rounding.NONE, inputs * Float.BYTES);
    };
  }

  private Preparation floats(ActivationForm form, Rounding rounding, int bytes) {
    return Preparation.of(
        rows -> FloatTileCode.assemble(rounding, rows),
        tileRows(form),
        FloatConstants.ADDRESS,
        FloatFormat.MULTIPLE,
        bytes);
  }

  private List<MemorySegment> products(PackedFormat format) {
    return products.computeIfAbsent(format, this::assemble);
  }

  private List<MemorySegment> assemble(PackedFormat format) {
    return MachineCode.install(vectorRows(format.form()), rows -> assemble(format, rows));
  }

  private byte[] assemble(PackedFormat format, int rows) {
    return switch (format) {
      case BlockFormat blocks -> ProductCode.assemble(tier, blocks, rows);
      case FloatFormat floats -> {
        boolean pairs = floats == FloatFormat.BFLOATS && bfloatPairs.getAsBoolean();
        yield FloatProductCode.assemble(tier.width(), floats, pairs, rows);
      }
    };
  }

  private int tileRows(ActivationForm form) {
    return switch (form) {
      case EIGHT_BITS -> tier.tileRows();
      case BFLOATS, FLOATS -> tier.floatTileRows();
    };
  }

  private int vectorRows(ActivationForm form) {
    return switch (form) {
      case EIGHT_BITS -> tier.vectorRows();
      case BFLOATS, FLOATS -> tier.floatTileRows();
    };
  }

  @Override
  public String description() {
    return tier.label();
  }

  @Override
  public SegmentAllocator memory(Arena arena) {
    return new LargePages(arena);
  }

  @Override
  public ActivationLayout layout(ActivationForm form, int rows, int columns) {
    return preparation(form).layout(rows, columns);
  }

  @Override
  public void prepare(
      ActivationForm form, Tensor x, int fromTile, int toTile, MemorySegment prepared) {
    preparation(form).prepare(x, fromTile, toTile, prepared);
  }

  @Override
  public void multiply(
      MemorySegment prepared, PackedWeight w, int fromOutput, int toOutput, Tensor y) {
    PanelRange range = PanelRange.of(fromOutput, toOutput, w.format().panel());
    int first = range.first();
    int last = range.last();
    if (range.hasHead()) {
      multiplyPart(prepared, w, fromOutput, first, y);
    }
    if (range.hasPanels()) {
      multiplyPanels(prepared, w, first, last, y.address() + 4L * first, y.rowBytes(), y.rows());
    }
    if (range.hasTail()) {
      multiplyPart(prepared, w, last, toOutput, y);
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
    rowProducts.multiply(x, fromRow, toRow, w, fromOutput, toOutput, adds, y);
  }

  private void multiplyPanels(
      MemorySegment prepared, PackedWeight w, int from, int to, long y, long stride, int rows) {
    PackedFormat format = w.format();
    if (tier.hasTiles() && format instanceof BlockFormat blocks && rows > tier.vectorRows()) {
      tileProducts.multiply(prepared, w, blocks, from, to, y, stride, rows);
      return;
    }
    int most = (int) Math.max(1, CACHED_BYTES / format.panelBytes(w.inputs())) * format.panel();
    ActivationLayout layout = layout(format.form(), rows, w.inputs());
    List<MemorySegment> routines = products(format);
    for (int first = from; first < to; first += most) {
      int panels = (Math.min(to, first + most) - first) / format.panel();
      long target = y + (first - from) * (long) Float.BYTES;
      for (int tile = 0; tile < layout.tiles(); tile++) {
        MachineCode.call(
            routines.get(layout.rowsOf(tile) - 1),
            w.panelAddress(first),
            prepared.address() + layout.tileOffset(tile),
            target + (long) tile * layout.tileRows() * stride,
            panels,
            stride,
            loops(format, w.inputs()));
      }
    }
  }

  /** Returns how often the loop over a panel's inputs runs. */
  private static long loops(PackedFormat format, int inputs) {
    return switch (format) {
      case BlockFormat blocks -> blocks.groups(inputs);
      case FloatFormat floats ->
          FloatFormat.padded(inputs) / (floats.stepInputs() * FloatProductCode.UNROLLED);
    };
  }

  /** Multiplies by some outputs of one panel, whose other outputs belong to somebody else. */
  private void multiplyPart(
      MemorySegment prepared, PackedWeight w, int fromOutput, int toOutput, Tensor y) {
    int panel = w.format().panel();
    int first = fromOutput / panel * panel;
    long rowBytes = (long) panel * Float.BYTES;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment whole = arena.allocate(y.rows() * rowBytes, Tensor.ALIGNMENT_BYTES);
      multiplyPanels(prepared, w, first, first + panel, whole.address(), rowBytes, y.rows());
      for (int row = 0; row < y.rows(); row++) {
        MemorySegment.copy(
            whole,
            row * rowBytes + 4L * (fromOutput - first),
            y.data(),
            row * y.rowBytes() + 4L * fromOutput,
            4L * (toOutput - fromOutput));
      }
    }
  }
}
