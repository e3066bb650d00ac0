package dev.chatwright.kernels.x86;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Pages of memory from Linux itself. */
@SuppressWarnings("restricted") // calls native code
final class SystemMemory {
  private static final long PAGE_BYTES = 4096;
  private static final long LARGE_PAGE_BYTES = 2 << 20;
  private static final int READ_AND_WRITE = 3;
  private static final int READ_AND_EXECUTE = 5;
  private static final int PRIVATE_WITHOUT_FILE = 0x22;
  private static final int LARGE_PAGES_PLEASE = 14;
  private static final long FAILED = -1;

  private static final Linker LINKER = Linker.nativeLinker();

  private SystemMemory() {}

  /**
   * Returns pages that hold a routine and may be run, for as long as the process lives. They are
   * written first and made executable then, and are never both.
   *
   * @throws IllegalStateException if the operating system refuses
   * @throws OutOfMemoryError if it has no memory
   */
  static MemorySegment executable(byte[] code) {
    long bytes = Math.ceilDiv(code.length, PAGE_BYTES) * PAGE_BYTES;
    MemorySegment pages = MemorySegment.ofAddress(map(bytes)).reinterpret(bytes);
    pages.copyFrom(MemorySegment.ofArray(code));
    if (call("mprotect", pages.address(), bytes, READ_AND_EXECUTE) != 0) {
      throw new IllegalStateException("the operating system does not let this process make code");
    }
    return pages;
  }

  /**
   * Returns zeros, in large pages if the operating system likes, until the arena is closed.
   *
   * @throws OutOfMemoryError if there are none
   */
  static MemorySegment map(long bytes, Arena arena) {
    long whole = Math.ceilDiv(bytes, LARGE_PAGE_BYTES) * LARGE_PAGE_BYTES;
    long mapped = whole + LARGE_PAGE_BYTES; // so that the whole fits wherever the mapping begins
    long start = map(mapped);
    long aligned = Math.ceilDiv(start, LARGE_PAGE_BYTES) * LARGE_PAGE_BYTES;
    call("madvise", aligned, whole, LARGE_PAGES_PLEASE); // small ones do, too
    return MemorySegment.ofAddress(aligned).reinterpret(whole, arena, _ -> unmap(start, mapped));
  }

  private static void unmap(long address, long bytes) {
    call("munmap", address, bytes, 0); // which does not read the last one
  }

  private static long map(long bytes) {
    try {
      MethodHandle map =
          function(
              "mmap",
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
      long address =
          (long) map.invokeExact(0L, bytes, READ_AND_WRITE, PRIVATE_WITHOUT_FILE, -1, 0L);
      if (address == FAILED) {
        throw new OutOfMemoryError("the operating system gave no " + bytes + " bytes of memory");
      }
      return address;
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable impossible) { // what a method handle declares
      throw new IllegalStateException(impossible);
    }
  }

  private static int call(String name, long address, long bytes, int argument) {
    try {
      FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
      return (int) function(name, type).invokeExact(address, bytes, argument);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable impossible) { // what a method handle declares
      throw new IllegalStateException(impossible);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
  }
}
