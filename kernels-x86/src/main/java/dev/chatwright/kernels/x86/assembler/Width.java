package dev.chatwright.kernels.x86.assembler;

/** How much of a vector register an instruction uses. */
public enum Width {
  XMM(16, 0),
  YMM(32, 1),
  ZMM(64, 2);

  private final int bytes;
  private final int code;

  Width(int bytes, int code) {
    this.bytes = bytes;
    this.code = code;
  }

  /** Returns the bytes of a register. */
  public int bytes() {
    return bytes;
  }

  /** Returns the two bits by which instructions tell it. */
  int code() {
    return code;
  }
}
