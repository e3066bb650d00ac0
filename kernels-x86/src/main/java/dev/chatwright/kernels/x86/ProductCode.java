package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VCVTDQ2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VCVTPH2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VFMADD231PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VFNMADD231PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS_STORE;
import static dev.chatwright.kernels.x86.assembler.Operation.VMULPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VPBROADCASTD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPMOVZXBD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPXOR;
import static dev.chatwright.kernels.x86.assembler.Register.R10;
import static dev.chatwright.kernels.x86.assembler.Register.R11;
import static dev.chatwright.kernels.x86.assembler.Register.R8;
import static dev.chatwright.kernels.x86.assembler.Register.R9;
import static dev.chatwright.kernels.x86.assembler.Register.RCX;
import static dev.chatwright.kernels.x86.assembler.Register.RDI;
import static dev.chatwright.kernels.x86.assembler.Register.RDX;
import static dev.chatwright.kernels.x86.assembler.Register.RSI;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Operation;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.tensor.packed.PackedFormat;
import dev.chatwright.tensor.packed.RoundedLayout;

/**
 * Writes the routine that multiplies one tile of rounded rows by some panels of weights.
 *
 * <p>Arguments: the first panel, the tile, where the result of its first row goes, the number of
 * panels, the bytes from one row of the result to the next, and the number of groups of blocks in a
 * panel. Each lane is an output, so that nothing is summed across lanes; the float sums of a panel
 * and the whole sums of a block stay in registers. Bound: for few rows by memory, for a whole tile
 * by the products.
 */
final class ProductCode {
  /** How far ahead of its use a line of weights is asked for: some hundred nanoseconds. */
  private static final int PREFETCH_BYTES = 4096;

  private static final int LINE_BYTES = 64;
  private static final int PANEL_BYTES = PackedFormat.PANEL * Float.BYTES;

  private static final Register WEIGHTS = RDI;
  private static final Register TILE = RSI;
  private static final Register RESULT = RDX;
  private static final Register PANELS = RCX;
  private static final Register STRIDE = R8;
  private static final Register BLOCK_GROUPS = R9;
  private static final Register INPUT = R10;
  private static final Register LEFT = R11;

  private final Assembler code = new Assembler();
  private final PackedFormat format;
  private final int rows;
  private final ProductRegisters registers;
  private final ByteProducts products;

  private ProductCode(Tier tier, PackedFormat format, int rows) {
    this.format = format;
    this.rows = rows;
    this.registers = new ProductRegisters(tier.width(), rows);
    this.products = ByteProducts.of(tier, format, registers, code);
  }

  /** Returns the routine for tiles of so many rows. */
  static byte[] assemble(Tier tier, PackedFormat format, int rows) {
    ProductCode routine = new ProductCode(tier, format, rows);
    routine.write();
    return routine.code.code();
  }

  private void write() {
    products.loadConstants();
    Assembler.Label nextPanel = code.here();
    code.move(INPUT, TILE);
    code.move(LEFT, BLOCK_GROUPS);
    registers.forEachSum((row, half) -> clear(registers.sum(row, half)));
    Assembler.Label nextGroup = code.here();
    writeGroup();
    code.decrement(LEFT);
    code.jumpIfNotZero(nextGroup);
    storeSums();
    code.add(RESULT, PANEL_BYTES);
    code.decrement(PANELS);
    code.jumpIfNotZero(nextPanel);
    code.clearUpperHalves();
    code.end();
  }

  private void writeGroup() {
    if (format.headBytes() > 0) {
      code.move(Register.RAX, WEIGHTS);
      code.add(WEIGHTS, format.headBytes());
    }
    for (int block = 0; block < format.groupBlocks(); block++) {
      prefetch();
      beginBlock();
      products.add(WEIGHTS, INPUT);
      endBlock();
      code.add(WEIGHTS, format.blockBytes());
      code.add(INPUT, RoundedLayout.blockBytes(rows));
    }
  }

  private void prefetch() {
    for (int line = 0; line < format.blockBytes(); line += LINE_BYTES) {
      code.prefetch(Memory.at(WEIGHTS, PREFETCH_BYTES + line));
    }
  }

  /** Begins the whole sums with what the zero point of the weights subtracts. */
  private void beginBlock() {
    registers.forEachSum(
        (row, half) -> {
          Vector whole = registers.whole(row, half);
          switch (format) {
            case FOUR_BITS -> repeat(whole, RoundedLayout.minusEightSums(rows, row));
            case EIGHT_BITS -> repeat(whole, RoundedLayout.minus128Sums(rows, row));
            case FOUR_BITS_WITH_MINIMUM, SUPER_FOUR_BITS -> clear(whole);
          }
        });
  }

  private void repeat(Vector target, int offset) {
    code.emit(VPBROADCASTD, target, Memory.at(INPUT, offset));
  }

  /** Adds the block's whole sums, times both scales, to the float sums; then the minimum's part. */
  private void endBlock() {
    for (int half = 0; half < registers.halves(); half++) {
      loadFactor(0, half);
      for (int row = 0; row < rows; row++) {
        Vector whole = registers.whole(row, half);
        code.emit(VCVTDQ2PS, whole, whole);
        code.emit(
            VMULPS,
            registers.factor(),
            registers.scale(),
            everywhere(RoundedLayout.scale(rows, row)));
        code.emit(VFMADD231PS, registers.sum(row, half), whole, registers.factor());
      }
      switch (format) {
        case FOUR_BITS, EIGHT_BITS -> {}
        case FOUR_BITS_WITH_MINIMUM -> addMinimum(VFMADD231PS, half);
        case SUPER_FOUR_BITS -> addMinimum(VFNMADD231PS, half);
      }
    }
  }

  private void addMinimum(Operation operation, int half) {
    loadFactor(1, half);
    for (int row = 0; row < rows; row++) {
      Operand scaledSum = everywhere(RoundedLayout.scaledSum(rows, row));
      code.emit(operation, registers.sum(row, half), registers.scale(), scaledSum);
    }
  }

  /** Loads the factors of a kind: 0 for scales, 1 for minimums, which come behind them. */
  private void loadFactor(int kind, int half) {
    int lanes = registers.lanes();
    int halves = 2 * (kind * PackedFormat.PANEL + half * lanes);
    if (format == PackedFormat.SUPER_FOUR_BITS) {
      int bytes = format.numberBytes() + kind * PackedFormat.PANEL + half * lanes;
      code.emit(VPMOVZXBD, registers.scale(), Memory.at(WEIGHTS, bytes));
      code.emit(VCVTDQ2PS, registers.scale(), registers.scale());
      code.emit(VCVTPH2PS, registers.factor(), Memory.at(Register.RAX, halves));
      code.emit(VMULPS, registers.scale(), registers.factor(), registers.scale());
    } else {
      code.emit(VCVTPH2PS, registers.scale(), Memory.at(WEIGHTS, format.numberBytes() + halves));
    }
  }

  /** Returns 32 bits of the tile in every lane: by the instruction that uses them, or before it. */
  private Operand everywhere(int offset) {
    if (registers.broadcasts()) {
      return Memory.everywhere(INPUT, offset);
    }
    repeat(registers.repeated(), offset);
    return registers.repeated();
  }

  private void clear(Vector vector) {
    code.emit(VPXOR, vector, vector, vector);
  }

  private void storeSums() {
    code.move(LEFT, RESULT);
    for (int row = 0; row < rows; row++) {
      for (int half = 0; half < registers.halves(); half++) {
        Memory target = Memory.at(LEFT, half * registers.lanes() * Float.BYTES);
        code.store(VMOVUPS_STORE, registers.sum(row, half), target);
      }
      if (row < rows - 1) {
        code.add(LEFT, STRIDE);
      }
    }
  }
}
