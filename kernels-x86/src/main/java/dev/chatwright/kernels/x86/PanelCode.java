package dev.chatwright.kernels.x86;

import static dev.chatwright.kernels.x86.assembler.Operation.VBROADCASTSS;
import static dev.chatwright.kernels.x86.assembler.Operation.VCVTDQ2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VCVTPH2PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VFMADD231PS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS;
import static dev.chatwright.kernels.x86.assembler.Operation.VMOVUPS_STORE;
import static dev.chatwright.kernels.x86.assembler.Operation.VPMOVSXBD;
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
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.kernels.x86.assembler.Width;

/**
 * Writes the routine that multiplies some rows of floats by a panel of half floats or bytes, and
 * adds the products to a result.
 *
 * <p>Arguments: the first row, the bytes from one row to the next, the panel, its depth, the result
 * of the first row, and the bytes from one row of the result to the next.
 *
 * <p>The columns go by in strips, whose sums stay in registers while all of the depth goes by: four
 * registers wide for up to {@value #FEW_ROWS} rows, two for more, and half of that where there are
 * 16 registers only. Bound: for few rows by the memory of the panel, for many by the products.
 */
final class PanelCode {
  /** The most rows of one routine. */
  static final int ROWS = 12;

  /** Columns come in these. */
  static final int MULTIPLE = 8;

  private static final int FEW_ROWS = 6;

  /** Rows that are reached from one address: it, one stride and two strides further on. */
  private static final int ROWS_OF_BASE = 3;

  private static final Register INPUTS = RDI;
  private static final Register STRIDE = RSI;
  private static final Register PANEL = RDX;
  private static final Register DEPTH = RCX;
  private static final Register RESULT = R8;
  private static final Register RESULT_STRIDE = R9;
  private static final Register[] BASES = {INPUTS, R10, R11, RAX};
  private static final Register RESULT_ROW = R10; // while no inputs are read

  /** What a panel is made of. */
  enum Element {
    HALF(Short.BYTES),
    BYTE(Byte.BYTES);

    private final int bytes;

    Element(int bytes) {
      this.bytes = bytes;
    }
  }

  private final Assembler code = new Assembler();
  private final Element element;
  private final Width width;
  private final int rows;
  private final int columns;

  private PanelCode(Element element, Width width, int rows, int columns) {
    this.element = element;
    this.width = width;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Returns the routine.
   *
   * @param rows 1 to {@value #ROWS}
   * @param columns a multiple of {@value #MULTIPLE}
   */
  static byte[] assemble(Element element, Width width, int rows, int columns) {
    PanelCode routine = new PanelCode(element, width, rows, columns);
    routine.write();
    return routine.code.code();
  }

  private void write() {
    for (int column = 0; column < columns; ) {
      Strip strip = strip(columns - column);
      writeStrip(strip, column + strip.columns() == columns);
      column += strip.columns();
    }
    code.clearUpperHalves();
    code.end();
  }

  /** Returns the widest strip that so many columns hold. */
  private Strip strip(int left) {
    int most = (width == Width.ZMM ? 4 : 2) / (rows > FEW_ROWS ? 2 : 1);
    int whole = Math.min(most, left / lanes(width));
    return whole > 0 ? new Strip(width, whole) : new Strip(Width.YMM, 1);
  }

  private static int lanes(Width width) {
    return width.bytes() / Float.BYTES;
  }

  /** Columns that are computed together, in so many registers of a width. */
  private record Strip(Width width, int registers) {
    int columns() {
      return registers * lanes(width);
    }

    Vector sum(int row, int register) {
      return new Vector(row * registers + register, width);
    }

    Vector panel(int rows, int register) {
      return sum(rows, register);
    }

    Vector input(int rows) {
      return sum(rows + 1, 0);
    }
  }

  private void writeStrip(Strip strip, boolean last) {
    moveSums(strip, (sum, memory) -> code.emit(VMOVUPS, sum, memory));
    if (!last) {
      code.push(INPUTS);
      code.push(PANEL);
      code.push(DEPTH);
    }
    placeBases();
    Assembler.Label next = code.here();
    writeStep(strip);
    code.add(PANEL, columns * element.bytes);
    for (int base = 0; base * ROWS_OF_BASE < rows; base++) {
      code.add(BASES[base], Float.BYTES);
    }
    code.decrement(DEPTH);
    code.jumpIfNotZero(next);
    moveSums(strip, (sum, memory) -> code.store(VMOVUPS_STORE, sum, memory));
    if (!last) {
      code.pop(DEPTH);
      code.pop(PANEL);
      code.pop(INPUTS);
      code.add(PANEL, strip.columns() * element.bytes);
      code.add(RESULT, strip.columns() * Float.BYTES);
    }
  }

  /** Loads a sum from memory or stores it there. */
  private interface Move {
    void write(Vector sum, Memory memory);
  }

  private void moveSums(Strip strip, Move move) {
    code.move(RESULT_ROW, RESULT);
    for (int row = 0; row < rows; row++) {
      for (int register = 0; register < strip.registers(); register++) {
        Memory memory = Memory.at(RESULT_ROW, register * strip.width().bytes());
        move.write(strip.sum(row, register), memory);
      }
      if (row < rows - 1) {
        code.add(RESULT_ROW, RESULT_STRIDE);
      }
    }
  }

  private void placeBases() {
    for (int base = 1; base * ROWS_OF_BASE < rows; base++) {
      code.move(BASES[base], BASES[base - 1]);
      for (int row = 0; row < ROWS_OF_BASE; row++) {
        code.add(BASES[base], STRIDE);
      }
    }
  }

  private void writeStep(Strip strip) {
    for (int register = 0; register < strip.registers(); register++) {
      load(strip.panel(rows, register), register * lanes(strip.width()) * element.bytes);
    }
    for (int row = 0; row < rows; row++) {
      code.emit(VBROADCASTSS, strip.input(rows), input(row));
      for (int register = 0; register < strip.registers(); register++) {
        code.emit(
            VFMADD231PS, strip.sum(row, register), strip.input(rows), strip.panel(rows, register));
      }
    }
  }

  private void load(Vector floats, int offset) {
    Memory numbers = Memory.at(PANEL, offset);
    switch (element) {
      case HALF -> code.emit(VCVTPH2PS, floats, numbers);
      case BYTE -> {
        code.emit(VPMOVSXBD, floats, numbers);
        code.emit(VCVTDQ2PS, floats, floats);
      }
    }
  }

  private static Memory input(int row) {
    Memory base = Memory.at(BASES[row / ROWS_OF_BASE], 0);
    int strides = row % ROWS_OF_BASE;
    return strides == 0 ? base : base.plus(STRIDE, strides);
  }
}
