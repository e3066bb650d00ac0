package dev.chatwright.kernels.x86;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Whether Linux lets this process use tiles, which it wants to be asked for since they make what it
 * saves of a thread three times as large. It answers for what the machine and itself can do.
 */
@SuppressWarnings("restricted") // calls native code
final class TilePermission {
  private static final long ARCHITECTURE_CONTROL = 158; // arch_prctl
  private static final long REQUEST = 0x1023; // ARCH_REQ_XCOMP_PERM
  private static final long TILE_DATA = 18;

  private TilePermission() {}

  /** Asks when it is first called; to be called only where CPUID tells of tiles. */
  static boolean granted() {
    return Known.GRANTED;
  }

  private static final class Known {
    private static final boolean GRANTED = ask();
  }

  private static boolean ask() {
    Linker linker = Linker.nativeLinker();
    MethodHandle call =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    try {
      return (long) call.invokeExact(ARCHITECTURE_CONTROL, REQUEST, TILE_DATA) == 0;
    } catch (Throwable impossible) { // what a method handle declares
      throw new IllegalStateException(impossible);
    }
  }
}
