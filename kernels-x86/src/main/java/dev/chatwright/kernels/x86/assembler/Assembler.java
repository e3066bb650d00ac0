package dev.chatwright.kernels.x86.assembler;

import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import java.io.ByteArrayOutputStream;

/**
 * Writes machine code for x86-64: the few instructions that kernels need.
 *
 * <p>Vector instructions are encoded in the VEX form (AVX, AVX2) where that can say them, else in
 * the EVEX form (AVX-512). Not safe for use by several threads.
 *
 * @see <a href="https://www.intel.com/sdm">Intel 64 and IA-32 Architectures Software Developer's
 *     Manual, volume 2, sections 2.3 and 2.7</a>
 */
public final class Assembler {
  private static final int VEX = 0xC4;
  private static final int EVEX = 0x62;
  private static final int WIDE_OPERAND = 0x48;
  private static final int NO_PREFIX = 0;
  private static final int PREFIX_F3 = 2;
  private static final int PREFIX_F2 = 3;
  private static final int INDEXED = 4; // in place of a base: another byte tells it

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();

  /** A place in the code that can be jumped back to. */
  public record Label(int position) {}

  /** Returns a copy of the code so far. */
  public byte[] code() {
    return code.toByteArray();
  }

  /** Returns the place of the next instruction. */
  public Label here() {
    return new Label(code.size());
  }

  /** Writes an instruction of two operands, such as a load. */
  public void emit(Operation operation, Vector target, Operand source) {
    encode(operation, target.width(), target.number(), 0, source);
  }

  /** Writes an instruction that combines two operands. */
  public void emit(Operation operation, Vector target, Vector first, Operand second) {
    encode(operation, target.width(), target.number(), first.number(), second);
  }

  /** Writes a store: the instruction names the register first and then the memory. */
  public void store(Operation operation, Vector source, Memory target) {
    encode(operation, source.width(), source.number(), 0, target);
  }

  /** VPSLLD: shifts 32-bit lanes left, filling with zeros. */
  public void shiftLeft(Vector target, Vector source, int bits) {
    encodeShift(6, target, source, bits);
  }

  /** VPSRLD: shifts 32-bit lanes right, filling with zeros. */
  public void shiftRight(Vector target, Vector source, int bits) {
    encodeShift(2, target, source, bits);
  }

  /** VPSRAD: shifts 32-bit lanes right, keeping the sign. */
  public void shiftRightSigned(Vector target, Vector source, int bits) {
    encodeShift(4, target, source, bits);
  }

  /** VPERMILPS: moves 32-bit lanes within each 128 bits, as four fields of two bits say. */
  public void permuteWithin(Vector target, Vector source, int order) {
    encodeTernary(0x04, target.number(), target.width(), source.number(), order);
  }

  /** VEXTRACTF128: copies the upper half of 256 bits. */
  public void upperHalf(Vector target, Vector source) {
    encodeTernary(0x19, source.number(), Width.YMM, target.number(), 1);
  }

  /** VMOVD: copies the low half of a general register to the lowest lane. */
  public void move(Vector target, Register source) {
    requireLow(target.number());
    vex(Operation.Map.M0F, 1, Width.XMM, target.number(), 0, 0, source.number());
    write(0x6E, registers(target.number(), source.number()));
  }

  /** VZEROUPPER: without it other code with short vectors runs slowly. */
  public void clearUpperHalves() {
    write(0xC5, 0xF8, 0x77);
  }

  /** {@code target = source}. */
  public void move(Register target, Register source) {
    general(0x89, target, source);
  }

  /** {@code target = value}, without a sign. */
  public void move(Register target, int value) {
    requireOld(target);
    write(0xB8 | target.number());
    writeInt(value);
  }

  /** {@code target = value}, which is an address, say. */
  public void move(Register target, long value) {
    requireOld(target);
    write(WIDE_OPERAND, 0xB8 | target.number());
    writeInt((int) value);
    writeInt((int) (value >> Integer.SIZE));
  }

  /** LDMXCSR: loads how floats are rounded, and what becomes of numbers below normal ones. */
  public void loadFloatControl(Memory source) {
    highBits(highBits(source));
    write(0x0F, 0xAE);
    address(2, source, 1);
  }

  /** Stores the lower half of a register. */
  public void store(Memory target, Register source) {
    highBits(bit(source.number(), 3, 2) | highBits(target));
    write(0x89);
    address(source.number(), target, 1);
  }

  /** {@code target += value}. */
  public void add(Register target, int value) {
    write(WIDE_OPERAND | bit(target.number(), 3, 0), 0x81, registers(0, target.number()));
    writeInt(value);
  }

  /** {@code target += source}. */
  public void add(Register target, Register source) {
    general(0x01, target, source);
  }

  /** {@code target −= 1}; the zero flag tells whether it is zero then. */
  public void decrement(Register target) {
    write(WIDE_OPERAND | bit(target.number(), 3, 0), 0xFF, registers(1, target.number()));
  }

  /** Jumps back unless the last result was zero. */
  public void jumpIfNotZero(Label target) {
    write(0x0F, 0x85);
    writeInt(target.position() - (code.size() + Integer.BYTES));
  }

  /** PREFETCHT0: asks for a cache line; any address will do. */
  public void prefetch(Memory line) {
    highBits(highBits(line));
    write(0x0F, 0x18);
    address(1, line, 1);
  }

  /** Saves a register on the stack. */
  public void push(Register source) {
    requireOld(source);
    write(0x50 | source.number());
  }

  /** Takes a register back from the stack. */
  public void pop(Register target) {
    requireOld(target);
    write(0x58 | target.number());
  }

  /** CPUID: of leaf EAX and subleaf ECX to EAX, EBX, ECX and EDX. */
  public void identifyProcessor() {
    write(0x0F, 0xA2);
  }

  /** XGETBV: of register ECX to EDX and EAX. */
  public void readControlRegister() {
    write(0x0F, 0x01, 0xD0);
  }

  /** LDTILECFG: takes from 64 bytes how many rows each tile has, and of how many bytes. */
  public void configureTiles(Memory shapes) {
    tile(NO_PREFIX, 0, 0, shapes.indexNumber(), shapes.base().number());
    write(0x49);
    address(0, shapes, 1);
  }

  /** TILERELEASE: makes tiles what they were before they were configured. */
  public void releaseTiles() {
    tile(NO_PREFIX, 0, 0, 0, 0);
    write(0x49, registers(0, 0));
  }

  /** TILEZERO. */
  public void clear(Tile target) {
    tile(PREFIX_F2, target.number(), 0, 0, 0);
    write(0x49, registers(target.number(), 0));
  }

  /**
   * TILELOADD: loads rows from memory.
   *
   * @param rows the first row; its index times its factor is what lies from one row to the next
   */
  public void load(Tile target, Memory rows) {
    move(PREFIX_F2, target, rows);
  }

  /** TILESTORED: stores rows in memory. */
  public void store(Memory rows, Tile source) {
    move(PREFIX_F3, source, rows);
  }

  /**
   * TDPBSSD: multiplies bytes with a sign, and adds them in fours: {@code sum[m][n] += Σ left[m][4k
   * + i] · right[k][4n + i]}.
   */
  public void multiplyAdd(Tile sum, Tile left, Tile right) {
    tile(PREFIX_F2, sum.number(), right.number(), 0, left.number());
    write(0x5E, registers(sum.number(), left.number()));
  }

  /** Returns to the caller. */
  public void end() {
    write(0xC3);
  }

  private void move(int prefix, Tile tile, Memory rows) {
    if (rows.index() == null) {
      throw new IllegalArgumentException("rows of a tile need an index that tells their distance");
    }
    tile(prefix, tile.number(), 0, rows.indexNumber(), rows.base().number());
    write(0x4B);
    address(tile.number(), rows, 1);
  }

  private void tile(int prefix, int reg, int first, int index, int base) {
    vex(Operation.Map.M0F38, prefix, Width.XMM, reg, first, index, base);
  }

  private void general(int opcode, Register target, Register source) {
    write(
        WIDE_OPERAND | bit(source.number(), 3, 2) | bit(target.number(), 3, 0),
        opcode,
        registers(source.number(), target.number()));
  }

  private void encode(Operation operation, Width width, int target, int first, Operand second) {
    boolean large = target > 15 || first > 15 || (second instanceof Vector v && v.number() > 15);
    boolean broadcast = second instanceof Memory memory && memory.broadcast();
    boolean extended = width == Width.ZMM || large || broadcast;
    int base =
        switch (second) {
          case Vector vector -> vector.number();
          case Memory memory -> memory.base().number();
        };
    int index = // whose fourth bit is where that of a large register is
        switch (second) {
          case Vector vector -> vector.number() >> 1;
          case Memory memory -> memory.indexNumber();
        };
    int pp = operation.prefix().code();
    if (extended) {
      evex(operation.map(), pp, width, broadcast, target, first, index, base);
    } else {
      vex(operation.map(), pp, width, target, first, index, base);
    }
    write(operation.opcode());
    switch (second) {
      case Vector vector -> write(registers(target, vector.number()));
      case Memory memory ->
          address(target, memory, extended ? operation.tuple().bytes(width, broadcast) : 1);
    }
  }

  private void encodeShift(int extension, Vector target, Vector source, int bits) {
    boolean extended = target.width() == Width.ZMM || target.number() > 15 || source.number() > 15;
    int number = source.number();
    if (extended) {
      evex(Operation.Map.M0F, 1, target.width(), false, 0, target.number(), number >> 1, number);
    } else {
      vex(Operation.Map.M0F, 1, target.width(), 0, target.number(), 0, number);
    }
    write(0x72, registers(extension, number), bits);
  }

  /** Writes an instruction of the third map with a constant, which only the VEX form needs here. */
  private void encodeTernary(int opcode, int reg, Width width, int rm, int constant) {
    requireLow(reg);
    requireLow(rm);
    vex(Operation.Map.M0F3A, 1, width, reg, 0, 0, rm);
    write(opcode, registers(reg, rm), constant);
  }

  /* The prefixes hold the high bits of register numbers inverted. */

  private void vex(
      Operation.Map map, int pp, Width width, int reg, int first, int index, int base) {
    write(VEX, bit(~reg, 3, 7) | bit(~index, 3, 6) | bit(~base, 3, 5) | map.code());
    write(fourBits(~first) | (width.code() << 2) | pp);
  }

  private void evex(
      Operation.Map map,
      int pp,
      Width width,
      boolean broadcast,
      int reg,
      int first,
      int index,
      int base) {
    int high = bit(~reg, 3, 7) | bit(~index, 3, 6) | bit(~base, 3, 5) | bit(~reg, 4, 4);
    int repeated = broadcast ? 1 << 4 : 0;
    write(EVEX, high | map.code());
    write(fourBits(~first) | (1 << 2) | pp);
    write((width.code() << 5) | repeated | bit(~first, 4, 3));
  }

  /** Writes the prefix that holds the high bits of register numbers, if there are any. */
  private void highBits(int bits) {
    if (bits != 0) {
      write(0x40 | bits);
    }
  }

  private static int highBits(Memory memory) {
    return bit(memory.base().number(), 3, 0) | bit(memory.indexNumber(), 3, 1);
  }

  /** Returns one bit of a number, moved to another place. */
  private static int bit(int number, int from, int to) {
    return ((number >> from) & 1) << to;
  }

  private static int fourBits(int number) {
    return (number & 15) << 3;
  }

  /** Returns the byte that names two registers by their low bits. */
  private static int registers(int reg, int rm) {
    return 0xC0 | ((reg & 7) << 3) | (rm & 7);
  }

  /**
   * Writes the address of an operand.
   *
   * @param unit what a displacement of one byte is counted in
   */
  private void address(int reg, Memory memory, int unit) {
    int displacement = memory.displacement();
    int units = displacement / unit;
    boolean small = displacement % unit == 0 && units == (byte) units;
    int length = displacement == 0 ? 0 : small ? 0x40 : 0x80;
    int base = memory.base().number() & 7;
    if (memory.index() == null) {
      write(length | ((reg & 7) << 3) | base);
    } else {
      int times = Integer.numberOfTrailingZeros(memory.times());
      write(length | ((reg & 7) << 3) | INDEXED);
      write((times << 6) | ((memory.indexNumber() & 7) << 3) | base);
    }
    if (length == 0x40) {
      write(units);
    } else if (length != 0) {
      writeInt(displacement);
    }
  }

  private static void requireLow(int vector) {
    if (vector > 15) {
      throw new IllegalArgumentException(
          "this instruction reaches registers 0 to 15, got " + vector);
    }
  }

  private static void requireOld(Register register) {
    if (register.number() > 7) {
      throw new IllegalArgumentException("this instruction does not reach " + register);
    }
  }

  private void write(int... bytes) {
    for (int value : bytes) {
      code.write(value);
    }
  }

  private void writeInt(int value) {
    write(value, value >> 8, value >> 16, value >> 24);
  }
}
