package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VCVTDQ2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VFMADD231PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS_STORE;
import static dev.chatwright.kernels.x86.assembler.Operation.VMULPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VPXOR;
import static dev.chatwright.kernels.x86.assembler.Register.R10;
import static dev.chatwright.kernels.x86.assembler.Register.R11;
import static dev.chatwright.kernels.x86.assembler.Register.R8;
import static dev.chatwright.kernels.x86.assembler.Register.R9;
import static dev.chatwright.kernels.x86.assembler.Register.RAX;
import static dev.chatwright.kernels.x86.assembler.Register.RBX;
import static dev.chatwright.kernels.x86.assembler.Register.RCX;
import static dev.chatwright.kernels.x86.assembler.Register.RDI;
import static dev.chatwright.kernels.x86.assembler.Register.RDX;
import static dev.chatwright.kernels.x86.assembler.Register.RSI;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.kernels.x86.assembler.Tile;
import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.packed.BlockFormat;
import dev.chatwright.tensor.packed.RoundedBlock;

/**
 * Writes the routine that multiplies one tile of rounded rows by {@link UnpackedPanel}s, with the
 * instruction that multiplies whole tiles of bytes.
 *
 * <p>Arguments: a workspace ({@link #SUMS_BYTES}, then the panels, then room for one step), the
 * rows, where the result of the first goes, the number of panels, the bytes from one row of the
 * result to the next, and {@link Steps#turns}.
 *
 * <p>A tile's whole sums go by way of memory to the registers with the float sums of a panel. The
 * products of a step are begun before the sums of the one before it are converted, in the other of
 * two tiles, and so are those of the next panel's first step; behind the last panel they read what
 * the workspace has there, and come to nothing. Tiles are configured and released within the
 * routine, so that no other code meets them. Bound: by the conversions, about two cycles for a row
 * of a step, against five and a half without tiles.
 */
final class TileProductCode {
  /** Where whole sums lie for a moment: those of two tiles. */
  static final int SUMS_BYTES = 2 * Tile.ROWS * Tile.ROW_BYTES;

  private static final int PANEL_BYTES = BlockFormat.PANEL * Float.BYTES;

  private static final Register DISTANCE = RAX; // 32; twice of it is Tile.ROW_BYTES
  private static final Register SUMS = RBX;
  private static final Register WEIGHTS = RDI;
  private static final Register ROWS = RSI;
  private static final Register RESULT = RDX;
  private static final Register PANELS = RCX;
  private static final Register STRIDE = R8;
  private static final Register TURNS = R9;
  private static final Register INPUT = R10;
  private static final Register LEFT = R11;

  private final Assembler code = new Assembler();
  private final UnpackedPanel panel;
  private final Steps steps;
  private final int rows;

  private final Vector factor = wide(Tile.ROWS);
  private final Vector whole = wide(Tile.ROWS + 1);
  private final Vector product = wide(Tile.ROWS + 2);

  /**
   * How the steps of a panel are gone through: two in a turn of the loop, and one or two behind it.
   *
   * @param odd whether it is one
   * @param many whether there is a loop at all
   */
  record Steps(boolean odd, boolean many) {
    static Steps of(int count) {
      return new Steps(count % 2 == 1, count > 2);
    }

    /** Returns how often the loop runs. */
    static int turns(int count) {
      return (count - 1) / 2;
    }
  }

  private TileProductCode(UnpackedPanel panel, Steps steps, int rows) {
    this.panel = panel;
    this.steps = steps;
    this.rows = rows;
  }

  private static Vector wide(int number) {
    return new Vector(number, Width.ZMM);
  }

  /** Returns the routine for so many rows. */
  static byte[] assemble(UnpackedPanel panel, Steps steps, int rows) {
    TileProductCode routine = new TileProductCode(panel, steps, rows);
    routine.write();
    return routine.code.code();
  }

  private void write() {
    begin();
    multiply(0, ROWS, 0, 0);
    Assembler.Label nextPanel = code.here();
    code.move(INPUT, ROWS);
    clearSums();
    if (steps.many()) {
      writeLoop();
    }
    int last = steps.odd() ? 0 : 1;
    if (!steps.odd()) {
      multiply(1, INPUT, 1, 1);
      store(0);
      convert(0, 0);
    }
    store(last);
    multiply(last + 1, ROWS, 0, 0); // the first of the next panel
    convert(last, last);
    code.add(WEIGHTS, (last + 1) * panel.stepBytes());
    storeSums();
    code.add(RESULT, PANEL_BYTES);
    code.decrement(PANELS);
    code.jumpIfNotZero(nextPanel);
    end();
  }

  private void begin() {
    code.push(SUMS);
    code.move(SUMS, WEIGHTS);
    code.add(WEIGHTS, SUMS_BYTES);
    code.move(DISTANCE, TileShapes.address(rows, panel));
    code.configureTiles(Memory.at(DISTANCE, 0));
    code.move(DISTANCE, BlockFormat.BLOCK);
  }

  private void end() {
    code.releaseTiles();
    code.clearUpperHalves();
    code.pop(SUMS);
    code.end();
  }

  private void writeLoop() {
    code.move(LEFT, TURNS);
    Assembler.Label nextTurn = code.here();
    for (int step = 0; step < 2; step++) {
      multiply(step + 1, INPUT, step + 1, 1 - step);
      store(step);
      convert(step, step);
    }
    code.add(WEIGHTS, 2 * panel.stepBytes());
    code.add(INPUT, inputOffset(2));
    code.decrement(LEFT);
    code.jumpIfNotZero(nextTurn);
  }

  /**
   * Writes the products of a step.
   *
   * @param step of the weights, from where they are
   * @param input where the rows' steps are counted from
   * @param inputStep which of those
   * @param pair which tiles are used: 0 or 1
   */
  private void multiply(int step, Register input, int inputStep, int pair) {
    int numbers = inputOffset(inputStep) + RoundedBlock.numbers(rows, 0, 0);
    code.clear(TileShapes.sums(pair));
    code.load(TileShapes.rows(pair), Memory.at(input, numbers).plus(DISTANCE, 1));
    Memory weights = Memory.at(WEIGHTS, step * panel.stepBytes());
    code.load(TileShapes.weights(pair), weights.plus(DISTANCE, 2));
    code.multiplyAdd(TileShapes.sums(pair), TileShapes.rows(pair), TileShapes.weights(pair));
  }

  /** Returns where a step of the rows begins; those of a block are parts of its numbers. */
  private int inputOffset(int step) {
    return blockOffset(step) + step % panel.scales() * panel.stepInputs();
  }

  private int blockOffset(int step) {
    return step / panel.scales() * RoundedBlock.blockBytes(rows);
  }

  private void store(int pair) {
    Memory target = Memory.at(SUMS, sumsOffset(pair, 0));
    code.store(target.plus(DISTANCE, 2), TileShapes.sums(pair));
  }

  private static int sumsOffset(int pair, int row) {
    return (pair * Tile.ROWS + row) * Tile.ROW_BYTES;
  }

  /** Adds the stored whole sums of a step, times a scale of the weights and the row's. */
  private void convert(int step, int pair) {
    int weights = step * panel.stepBytes();
    code.emit(VMOVUPS, factor, Memory.at(WEIGHTS, weights + panel.scaleOffset()));
    for (int row = 0; row < rows; row++) {
      Memory scale = Memory.at(INPUT, blockOffset(step) + RoundedBlock.scale(rows, row));
      code.emit(VCVTDQ2PS, whole, Memory.at(SUMS, sumsOffset(pair, row)));
      code.emit(VMULPS, product, factor, scale.everywhere());
      code.emit(VFMADD231PS, sum(row), whole, product);
    }
    if (panel.hasMinimum()) {
      addMinimum(weights + panel.minimumOffset(), blockOffset(step));
    }
  }

  private void addMinimum(int minimums, int block) {
    code.emit(VMOVUPS, factor, Memory.at(WEIGHTS, minimums));
    for (int row = 0; row < rows; row++) {
      Memory scaledSum = Memory.at(INPUT, block + RoundedBlock.scaledSum(rows, row));
      code.emit(VFMADD231PS, sum(row), factor, scaledSum.everywhere());
    }
  }

  private void clearSums() {
    for (int row = 0; row < rows; row++) {
      code.emit(VPXOR, sum(row), sum(row), sum(row));
    }
  }

  private static Vector sum(int row) {
    return wide(row);
  }

  private void storeSums() {
    code.move(LEFT, RESULT);
    for (int row = 0; row < rows; row++) {
      code.store(VMOVUPS_STORE, sum(row), Memory.at(LEFT, 0));
      if (row < rows - 1) {
        code.add(LEFT, STRIDE);
      }
    }
  }
}
