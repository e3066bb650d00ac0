package dev.chatwright.kernels.x86.assembler;

/** The general registers that code may change without saving them (System V), in their order. */
public enum Register {
  RAX(0),
  RCX(1),
  RDX(2),
  RBX(3), // must be saved; CPUID writes it
  RSI(6),
  RDI(7),
  R8(8),
  R9(9),
  R10(10),
  R11(11);

  private final int number;

  Register(int number) {
    this.number = number;
  }

  /** Returns the number that instructions name it by. */
  int number() {
    return number;
  }
}
