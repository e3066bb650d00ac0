package dev.chatwright.kernels.x86;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Code in memory that may be run until the process ends, and calls to it. */
@SuppressWarnings("restricted") // calls native code
final class MachineCode {
  /* One handle for all code, with the address as an argument: a constant that the JIT sees through.
   * Critical, because the kernels never wait: the call then costs what a call costs in C. */
  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              FunctionDescriptor.ofVoid(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
              Linker.Option.critical(false));

  private MachineCode() {}

  /**
   * Puts the routines for tiles of 1, 2, 3 … rows where they can be run.
   *
   * @param tileRows the most rows
   * @param assembly writes the routine for some number of rows
   * @return what {@link #call} takes
   */
  static List<MemorySegment> install(int tileRows, IntFunction<byte[]> assembly) {
    return IntStream.rangeClosed(1, tileRows)
        .mapToObj(assembly)
        .map(SystemMemory::executable)
        .toList();
  }

  /** Runs a routine with six arguments, for as long as a loop of a kernel takes and no longer. */
  static void call(
      MemorySegment code,
      long first,
      long second,
      long third,
      long fourth,
      long fifth,
      long sixth) {
    try {
      CALL.invokeExact(code, first, second, third, fourth, fifth, sixth);
    } catch (Throwable impossible) { // the routines throw nothing
      throw new IllegalStateException(impossible);
    }
  }

  /** Returns numbers in memory that stays. */
  static MemorySegment constants(int... values) {
    MemoryLayout layout = MemoryLayout.sequenceLayout(values.length, ValueLayout.JAVA_INT);
    MemorySegment memory = Arena.global().allocate(layout.byteSize(), 64);
    MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_INT, 0, values.length);
    return memory;
  }
}
