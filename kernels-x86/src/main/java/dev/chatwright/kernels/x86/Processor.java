package dev.chatwright.kernels.x86;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.chatwright.kernels.x86.assembler.Assembler;
import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Register;
import dev.chatwright.kernels.x86.assembler.Tile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the processor can do and the operating system lets it.
 *
 * <p>Immutable.
 *
 * @param avx2 256-bit integers, fused multiply-add and half floats
 * @param avxVnni sums of four products of bytes in 256 bits
 * @param avx512 512-bit vectors of every kind used here
 * @param avx512Vnni sums of four products of bytes in 512 bits
 * @param avx512Bf16 sums of two products of bfloat16
 * @param tiles products of tiles of bytes, which Linux must permit as well ({@link TilePermission})
 */
record Processor(
    boolean avx2,
    boolean avxVnni,
    boolean avx512,
    boolean avx512Vnni,
    boolean avx512Bf16,
    boolean tiles) {
  private static final int AVX_STATE = 0x6;
  private static final int AVX512_STATE = 0xE6;
  private static final int TILE_LEAF = 0x1D;

  /**
   * Asks the processor this runs on.
   *
   * @throws IllegalStateException if the operating system lets no code be made
   */
  static Processor current() {
    Questions questions = new Questions();
    Answer basic = questions.leaf(1, 0);
    boolean saved = basic.c(27); // the operating system keeps vector registers
    int state = saved ? questions.state() : 0;
    boolean avx = (state & AVX_STATE) == AVX_STATE && basic.c(28);
    int leaves = questions.leaf(0, 0).eax();
    Answer more = leaves >= 7 ? questions.leaf(7, 0) : Answer.NOTHING;
    Answer evenMore = more.eax() >= 1 ? questions.leaf(7, 1) : Answer.NOTHING;
    boolean avx2 = avx && more.b(5) && basic.c(12) && basic.c(29);
    boolean avx512 =
        avx2
            && (state & AVX512_STATE) == AVX512_STATE
            && more.b(16)
            && more.b(17)
            && more.b(30)
            && more.b(31);
    return new Processor(
        avx2,
        avx2 && evenMore.a(4),
        avx512,
        avx512 && more.c(11),
        avx512 && evenMore.a(5),
        leaves >= TILE_LEAF
            && more.d(24)
            && more.d(25)
            && questions.leaf(TILE_LEAF, 1).fitsTiles());
  }

  /** What CPUID says to one question. */
  private record Answer(int eax, int ebx, int ecx, int edx) {
    private static final Answer NOTHING = new Answer(0, 0, 0, 0);

    boolean a(int bit) {
      return (eax >> bit & 1) == 1;
    }

    boolean b(int bit) {
      return (ebx >> bit & 1) == 1;
    }

    boolean c(int bit) {
      return (ecx >> bit & 1) == 1;
    }

    boolean d(int bit) {
      return (edx >> bit & 1) == 1;
    }

    /** Returns whether tiles are as many and as large as they are taken for. */
    boolean fitsTiles() {
      int count = ebx >>> Short.SIZE;
      int rowBytes = ebx & 0xFFFF;
      int rows = ecx & 0xFFFF;
      return count >= Tile.COUNT && rowBytes >= Tile.ROW_BYTES && rows >= Tile.ROWS;
    }
  }

  /** The two routines that ask. */
  private static final class Questions {
    private final MemorySegment identify = SystemMemory.executable(identification());
    private final MemorySegment readState = SystemMemory.executable(stateReading());

    Answer leaf(int leaf, int subleaf) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment out = arena.allocate(JAVA_INT, 4);
        MachineCode.call(identify, leaf, subleaf, out.address(), 0, 0, 0);
        return new Answer(
            out.getAtIndex(JAVA_INT, 0),
            out.getAtIndex(JAVA_INT, 1),
            out.getAtIndex(JAVA_INT, 2),
            out.getAtIndex(JAVA_INT, 3));
      }
    }

    int state() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment out = arena.allocate(JAVA_INT);
        MachineCode.call(readState, out.address(), 0, 0, 0, 0, 0);
        return out.get(JAVA_INT, 0);
      }
    }

    private static byte[] identification() {
      Assembler code = new Assembler();
      code.push(Register.RBX);
      code.move(Register.R8, Register.RDX);
      code.move(Register.RAX, Register.RDI);
      code.move(Register.RCX, Register.RSI);
      code.identifyProcessor();
      code.store(Memory.at(Register.R8, 0), Register.RAX);
      code.store(Memory.at(Register.R8, 4), Register.RBX);
      code.store(Memory.at(Register.R8, 8), Register.RCX);
      code.store(Memory.at(Register.R8, 12), Register.RDX);
      code.pop(Register.RBX);
      code.end();
      return code.code();
    }

    private static byte[] stateReading() {
      Assembler code = new Assembler();
      code.move(Register.RCX, 0);
      code.readControlRegister();
      code.store(Memory.at(Register.RDI, 0), Register.RAX);
      code.end();
      return code.code();
    }
  }
}
