package dev.chatwright.kernels.x86;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Code in memory that may be run, and calls to it.
 *
 * <p>Pages are written first and made executable then; they are never both. They stay until the
 * process ends.
 */
@SuppressWarnings("restricted") // the one place that calls native code
final class MachineCode {
  private static final int READ_AND_WRITE = 3;
  private static final int READ_AND_EXECUTE = 5;
  private static final int PRIVATE_WITHOUT_FILE = 0x22;
  private static final long MAP_FAILED = -1;
  private static final long PAGE_BYTES = 4096;

  private static final Linker LINKER = Linker.nativeLinker();

  /* One handle for all code, with the address as an argument: a constant that the JIT sees through.
   * Critical, because the kernels never wait: the call then costs what a call costs in C. */
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.ofVoid(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.critical(false));

  private MachineCode() {}

  /**
   * Puts a routine where it can be run.
   *
   * @return its address as what {@link #call} takes
   * @throws IllegalStateException if the operating system refuses
   */
  static MemorySegment install(byte[] code) {
    long bytes = Math.ceilDiv(code.length, PAGE_BYTES) * PAGE_BYTES;
    try {
      MemorySegment pages = map(bytes);
      pages.copyFrom(MemorySegment.ofArray(code));
      makeExecutable(pages);
      return pages;
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable impossible) { // what a method handle declares
      throw new IllegalStateException(impossible);
    }
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

  private static MemorySegment map(long bytes) throws Throwable {
    MethodHandle map =
        function(
            "mmap",
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    long address = (long) map.invokeExact(0L, bytes, READ_AND_WRITE, PRIVATE_WITHOUT_FILE, -1, 0L);
    if (address == MAP_FAILED) {
      throw new IllegalStateException("the operating system gave no memory for code");
    }
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  private static void makeExecutable(MemorySegment pages) throws Throwable {
    MethodHandle protect =
        function("mprotect", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    int result = (int) protect.invokeExact(pages.address(), pages.byteSize(), READ_AND_EXECUTE);
    if (result != 0) {
      throw new IllegalStateException("the operating system does not let this process make code");
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
  }

  /** Returns numbers in memory that stays. */
  static MemorySegment constants(int... values) {
    MemoryLayout layout = MemoryLayout.sequenceLayout(values.length, ValueLayout.JAVA_INT);
    MemorySegment memory = Arena.global().allocate(layout.byteSize(), 64);
    MemorySegment.copy(values, 0, memory, ValueLayout.JAVA_INT, 0, values.length);
    return memory;
  }
}
