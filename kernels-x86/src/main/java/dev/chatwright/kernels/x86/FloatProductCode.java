package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VANDPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VBROADCASTSS;
import static dev.chatwright.kernels.x86.assembler.Operation.VCVTPH2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VDPBF16PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VFMADD231PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS_STORE;
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
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import dev.chatwright.kernels.x86.assembler.Operation;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.packed.FloatFormat;

/**
 * Writes the routine that multiplies one tile of rows by some panels of weights that are floats.
 *
 * <p>Arguments: the first panel, the tile, where the result of its first row goes, the number of
 * panels, the bytes from one row of the result to the next, and the number of {@value #UNROLLED}
 * steps of a panel. Each lane is an output; the sums of two registers of outputs, or of one where a
 * panel has no more, stay in registers while all inputs go by, so that a panel takes one pass or,
 * with 256 bits, two. Bound: for few rows by memory, for a whole tile by the products.
 */
final class FloatProductCode {
  /** How many steps stand in the loop, to spare the jump: they always divide the inputs. */
  static final int UNROLLED = 4;

  private static final int MOST_REGISTERS = 2;
  private static final int LINE_BYTES = 64;
  private static final int PREFETCH_BYTES = 4096;

  private static final Register CONTROL = RAX;
  private static final Register WEIGHTS = RDI;
  private static final Register TILE = RSI;
  private static final Register RESULT = RDX;
  private static final Register PANELS = RCX;
  private static final Register STRIDE = R8;
  private static final Register LOOPS = R9;
  private static final Register INPUT = R10;
  private static final Register LEFT = R11;

  private final Assembler code = new Assembler();
  private final Width width;
  private final FloatFormat format;
  private final boolean pairs;
  private final InputTile tile;
  private final int rows;
  private final boolean adds;
  private final int halves;
  private final Vector x;
  private final Vector upperBits;

  private FloatProductCode(
      Width width, FloatFormat format, boolean pairs, InputTile tile, boolean adds) {
    this.width = width;
    this.format = format;
    this.pairs = pairs;
    this.tile = tile;
    this.rows = tile.rows();
    this.adds = adds;
    this.halves = Math.min(MOST_REGISTERS, format.panel() / lanes());
    int weights = halves * (splitsPairs() ? 2 : 1);
    this.x = vector(halves * rows + weights);
    this.upperBits = vector(halves * rows + weights + 1);
    int there = width == Width.ZMM ? 32 : 16;
    if (upperBits.number() >= there) {
      throw new IllegalArgumentException(
          rows + " rows need more than %d registers".formatted(there));
    }
  }

  /**
   * Returns the routine for tiles of so many rows.
   *
   * @param pairs whether one instruction multiplies and adds pairs, which then stand so in the tile
   */
  static byte[] assemble(Width width, FloatFormat format, boolean pairs, int rows) {
    boolean splits = format == FloatFormat.BFLOATS && !pairs;
    InputTile tile = new InputTile(rows, Float.BYTES, rows * Float.BYTES * (splits ? 2 : 1));
    return assemble(width, format, pairs, tile, false);
  }

  /**
   * Returns the routine for tiles that lie in some way.
   *
   * @param adds whether sums begin with what the result holds
   */
  static byte[] assemble(
      Width width, FloatFormat format, boolean pairs, InputTile tile, boolean adds) {
    FloatProductCode routine = new FloatProductCode(width, format, pairs, tile, adds);
    routine.write();
    return routine.code.code();
  }

  private boolean splitsPairs() {
    return format == FloatFormat.BFLOATS && !pairs;
  }

  private Vector vector(int number) {
    return new Vector(number, width);
  }

  private Vector sum(int row, int half) {
    return vector(row * halves + half);
  }

  /** Returns the register for weights of one half of the outputs; of the even inputs, if split. */
  private Vector weights(int half) {
    return vector(rows * halves + half);
  }

  private Vector oddWeights(int half) {
    return vector((rows + 1) * halves + half);
  }

  private int lanes() {
    return width.bytes() / Float.BYTES;
  }

  /** Returns how many passes over its inputs a panel takes. */
  private int passes() {
    return format.panel() / (halves * lanes());
  }

  private void write() {
    if (splitsPairs()) {
      code.move(CONTROL, FloatConstants.ADDRESS);
      code.loadFloatControl(Memory.at(CONTROL, FloatConstants.NOTHING_BELOW_NORMAL));
      code.emit(VBROADCASTSS, upperBits, Memory.at(CONTROL, FloatConstants.UPPER_BITS));
    }
    Assembler.Label nextPanel = code.here();
    for (int pass = 0; pass < passes(); pass++) {
      writePass(pass);
    }
    code.add(RESULT, format.panel() * Float.BYTES);
    code.decrement(PANELS);
    code.jumpIfNotZero(nextPanel);
    if (splitsPairs()) {
      code.loadFloatControl(Memory.at(CONTROL, FloatConstants.USUAL));
    }
    code.clearUpperHalves();
    code.end();
  }

  /** Writes the loop over all inputs; the last pass leaves the weights at the next panel. */
  private void writePass(int pass) {
    if (adds) {
      overResult(pass, (sum, place) -> code.emit(VMOVUPS, sum, place));
    } else {
      for (int i = 0; i < rows * halves; i++) {
        code.emit(VPXOR, vector(i), vector(i), vector(i));
      }
    }
    if (pass < passes() - 1) {
      code.push(WEIGHTS);
    }
    code.move(INPUT, TILE);
    code.move(LEFT, LOOPS);
    Assembler.Label next = code.here();
    if (pass == 0) {
      prefetch();
    }
    for (int step = 0; step < UNROLLED; step++) {
      writeStep(pass, step);
    }
    code.add(WEIGHTS, UNROLLED * format.stepBytes());
    code.add(INPUT, UNROLLED * tile.stepBytes());
    code.decrement(LEFT);
    code.jumpIfNotZero(next);
    overResult(pass, (sum, place) -> code.store(VMOVUPS_STORE, sum, place));
    if (pass < passes() - 1) {
      code.pop(WEIGHTS);
    }
  }

  private void prefetch() {
    for (int line = 0; line < UNROLLED * format.stepBytes(); line += LINE_BYTES) {
      code.prefetch(Memory.at(WEIGHTS, PREFETCH_BYTES + line));
    }
  }

  private void writeStep(int pass, int step) {
    int register = lanes() * format.stepInputs() * format.bytes();
    for (int half = 0; half < halves; half++) {
      int offset = step * format.stepBytes() + (pass * halves + half) * register;
      load(Memory.at(WEIGHTS, offset), half);
    }
    int input = step * tile.stepBytes();
    if (splitsPairs()) {
      multiply(input + rows * Float.BYTES, this::oddWeights);
    }
    multiply(input, this::weights);
  }

  private void load(Memory memory, int half) {
    Operation load = format.half() ? VCVTPH2PS : VMOVUPS;
    code.emit(load, weights(half), memory);
    if (splitsPairs()) {
      code.emit(VANDPS, oddWeights(half), weights(half), upperBits);
      code.shiftLeft(weights(half), weights(half), Short.SIZE);
    }
  }

  /** Which register holds the weights of one half of the outputs. */
  private interface Weights {
    Vector of(int half);
  }

  private void multiply(int input, Weights weights) {
    Operation product = pairs ? VDPBF16PS : VFMADD231PS;
    for (int row = 0; row < rows; row++) {
      code.emit(VBROADCASTSS, x, Memory.at(INPUT, input + row * tile.rowBytes()));
      for (int half = 0; half < halves; half++) {
        code.emit(product, sum(row, half), x, weights.of(half));
      }
    }
  }

  /** Reads or writes a sum where it is in the result. */
  private interface Access {
    void write(Vector sum, Memory place);
  }

  private void overResult(int pass, Access access) {
    code.move(LEFT, RESULT);
    for (int row = 0; row < rows; row++) {
      for (int half = 0; half < halves; half++) {
        int offset = (pass * halves + half) * width.bytes();
        access.write(sum(row, half), Memory.at(LEFT, offset));
      }
      if (row < rows - 1) {
        code.add(LEFT, STRIDE);
      }
    }
  }
}
