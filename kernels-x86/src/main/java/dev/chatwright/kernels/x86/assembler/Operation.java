package dev.chatwright.kernels.x86.assembler;

/**
 * The vector instructions used here, by their names in the processor's manual.
 *
 * <p>Those with a D at the end that AVX2 has without it are {@code VPAND} and {@code VPXOR}: the
 * same bytes but for the prefix.
 */
public enum Operation {
  VMOVUPS(Map.M0F, Prefix.NONE, 0x10, Tuple.FULL),
  VMOVUPS_STORE(Map.M0F, Prefix.NONE, 0x11, Tuple.FULL),
  VBROADCASTSS(Map.M0F38, Prefix.P66, 0x18, Tuple.SCALAR),
  VPBROADCASTD(Map.M0F38, Prefix.P66, 0x58, Tuple.SCALAR),
  VMOVD(Map.M0F, Prefix.P66, 0x6E, Tuple.SCALAR),
  VMOVD_STORE(Map.M0F, Prefix.P66, 0x7E, Tuple.SCALAR),
  VPXOR(Map.M0F, Prefix.P66, 0xEF, Tuple.FULL),
  VPAND(Map.M0F, Prefix.P66, 0xDB, Tuple.FULL),
  VANDPS(Map.M0F, Prefix.NONE, 0x54, Tuple.FULL),
  VPADDD(Map.M0F, Prefix.P66, 0xFE, Tuple.FULL),
  VPSUBB(Map.M0F, Prefix.P66, 0xF8, Tuple.FULL),
  VPMAXSD(Map.M0F38, Prefix.P66, 0x3D, Tuple.FULL),
  VPMINSD(Map.M0F38, Prefix.P66, 0x39, Tuple.FULL),
  VPMADDUBSW(Map.M0F38, Prefix.P66, 0x04, Tuple.FULL),
  VPMADDWD(Map.M0F, Prefix.P66, 0xF5, Tuple.FULL),
  VPDPBUSD(Map.M0F38, Prefix.P66, 0x50, Tuple.FULL),
  VCVTNEPS2BF16(Map.M0F38, Prefix.PF3, 0x72, Tuple.FULL),
  VDPBF16PS(Map.M0F38, Prefix.PF3, 0x52, Tuple.FULL),
  VCVTDQ2PS(Map.M0F, Prefix.NONE, 0x5B, Tuple.FULL),
  VCVTPS2DQ(Map.M0F, Prefix.P66, 0x5B, Tuple.FULL),
  VCVTPH2PS(Map.M0F38, Prefix.P66, 0x13, Tuple.HALF),
  VPMOVZXWD(Map.M0F38, Prefix.P66, 0x33, Tuple.HALF),
  VPMOVSXBD(Map.M0F38, Prefix.P66, 0x21, Tuple.QUARTER),
  VMULPS(Map.M0F, Prefix.NONE, 0x59, Tuple.FULL),
  VDIVPS(Map.M0F, Prefix.NONE, 0x5E, Tuple.FULL),
  VFMADD231PS(Map.M0F38, Prefix.P66, 0xB8, Tuple.FULL),
  VPACKSSDW(Map.M0F, Prefix.P66, 0x6B, Tuple.FULL),
  VPACKSSWB(Map.M0F, Prefix.P66, 0x63, Tuple.FULL),
  VPERMD(Map.M0F38, Prefix.P66, 0x36, Tuple.FULL);

  /** Which table of opcodes an instruction is in. */
  enum Map {
    M0F(1),
    M0F38(2),
    M0F3A(3);

    private final int code;

    Map(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** What was once a byte before the opcode. */
  enum Prefix {
    NONE(0),
    P66(1),
    PF3(2);

    private final int code;

    Prefix(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /**
   * How much memory an instruction reads; short displacements count in it where there is AVX-512.
   */
  enum Tuple {
    FULL(1),
    HALF(2),
    QUARTER(4),
    SCALAR(0);

    private final int divisor;

    Tuple(int divisor) {
      this.divisor = divisor;
    }

    int bytes(Width width, boolean broadcast) {
      if (broadcast || divisor == 0) {
        return Integer.BYTES;
      }
      return width.bytes() / divisor;
    }
  }

  private final Map map;
  private final Prefix prefix;
  private final int opcode;
  private final Tuple tuple;

  Operation(Map map, Prefix prefix, int opcode, Tuple tuple) {
    this.map = map;
    this.prefix = prefix;
    this.opcode = opcode;
    this.tuple = tuple;
  }

  Map map() {
    return map;
  }

  Prefix prefix() {
    return prefix;
  }

  int opcode() {
    return opcode;
  }

  Tuple tuple() {
    return tuple;
  }
}
