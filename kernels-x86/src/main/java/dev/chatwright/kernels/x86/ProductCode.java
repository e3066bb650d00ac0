package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VCVTDQ2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VFMADD231PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS_STORE;
import static dev.chatwright.kernels.x86.assembler.Operation.VMULPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VPBROADCASTD;
import static dev.chatwright.kernels.x86.assembler.Operation.VPXOR;
import static dev.chatwright.kernels.x86.assembler.Register.R10;
import static dev.chatwright.kernels.x86.assembler.Register.R11;
import static dev.chatwright.kernels.x86.assembler.Register.R8;
import static dev.chatwright.kernels.x86.assembler.Register.R9;
import static dev.chatwright.kernels.x86.assembler.Register.RAX;
import static dev.chatwright.kernels.x86.assembler.Register.RCX;
import static dev.chatwright.kernels.x86.assembler.Register.RDI;
import static dev.chatwright.kernels.x86.assembler.Register.RDX;
import static dev.chatwright.kernels.x86.assembler.Register.RSI;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.tensor.packed.BlockFormat;
import dev.chatwright.tensor.packed.RoundedBlock;

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
  private static final int PANEL_BYTES = BlockFormat.PANEL * Float.BYTES;

  private static final Register HEAD = RAX;
  private static final Register WEIGHTS = RDI;
  private static final Register TILE = RSI;
  private static final Register RESULT = RDX;
  private static final Register PANELS = RCX;
  private static final Register STRIDE = R8;
  private static final Register BLOCK_GROUPS = R9;
  private static final Register INPUT = R10;
  private static final Register LEFT = R11;

  private final Assembler code = new Assembler();
  private final BlockFormat format;
  private final int rows;
  private final ProductRegisters registers;
  private final ByteProducts products;
  private final FactorCode factors;

  private ProductCode(Tier tier, BlockFormat format, int rows) {
    this.format = format;
    this.rows = rows;
    this.registers = new ProductRegisters(tier.width(), rows);
    this.products = ByteProducts.of(tier, format, registers, code);
    this.factors = new FactorCode(code, format, WEIGHTS, HEAD);
  }

  /** Returns the routine for tiles of so many rows. */
  static byte[] assemble(Tier tier, BlockFormat format, int rows) {
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
    if (format.superBlocks()) {
      code.move(HEAD, WEIGHTS);
      code.add(WEIGHTS, format.headBytes());
    }
    for (int block = 0; block < format.groupBlocks(); block++) {
      prefetch();
      writeBlock();
      code.add(WEIGHTS, format.blockBytes());
      code.add(INPUT, RoundedBlock.blockBytes(rows));
    }
  }

  private void writeBlock() {
    for (int scale = 0; scale < format.scales(); scale++) {
      beginSums(scale);
      products.add(WEIGHTS, INPUT, scale);
      addSums(scale);
    }
    if (format.hasMinimum()) {
      addMinimum(format.scales());
    }
  }

  private void prefetch() {
    for (int line = 0; line < format.blockBytes(); line += LINE_BYTES) {
      code.prefetch(Memory.at(WEIGHTS, PREFETCH_BYTES + line));
    }
  }

  /** Begins the whole sums with what the zero point of the weights subtracts. */
  private void beginSums(int scale) {
    registers.forEachSum(
        (row, half) -> {
          Vector whole = registers.whole(row, half);
          if (format.hasMinimum()) {
            clear(whole);
          } else {
            int offset = RoundedBlock.zeroPointSums(format, rows, row, scale);
            code.emit(VPBROADCASTD, whole, Memory.at(INPUT, offset));
          }
        });
  }

  /** Adds the whole sums, times a scale of the weights and the row's, to the float sums. */
  private void addSums(int scale) {
    for (int half = 0; half < registers.halves(); half++) {
      loadFactor(scale, half);
      for (int row = 0; row < rows; row++) {
        Vector whole = registers.whole(row, half);
        Operand rowScale = everywhere(RoundedBlock.scale(rows, row));
        code.emit(VCVTDQ2PS, whole, whole);
        code.emit(VMULPS, registers.product(), registers.factor(), rowScale);
        code.emit(VFMADD231PS, registers.sum(row, half), whole, registers.product());
      }
    }
  }

  private void addMinimum(int factor) {
    for (int half = 0; half < registers.halves(); half++) {
      loadFactor(factor, half);
      for (int row = 0; row < rows; row++) {
        Operand scaledSum = everywhere(RoundedBlock.scaledSum(rows, row));
        code.emit(VFMADD231PS, registers.sum(row, half), registers.factor(), scaledSum);
      }
    }
  }

  /** Loads a factor of the block for one half of the outputs. */
  private void loadFactor(int factor, int half) {
    factors.load(registers.factor(), registers.product(), factor, half * registers.lanes());
  }

  private Operand everywhere(int offset) {
    return registers.everywhere(code, Memory.at(INPUT, offset));
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
