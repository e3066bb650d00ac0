package dev.chatwright.tensor;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Which of the machine's cores the calling thread runs on, where the C library tells (Linux). */
@SuppressWarnings("restricted") // calls native code
final class CurrentCore {
  static final int UNKNOWN = -1;

  private static final @Nullable MethodHandle NUMBER = find();

  private CurrentCore() {}

  /** Returns its number, or {@link #UNKNOWN}; takes nanoseconds. */
  static int number() {
    if (NUMBER == null) {
      return UNKNOWN;
    }
    try {
      return (int) NUMBER.invokeExact();
    } catch (Throwable impossible) { // what a method handle declares
      throw new IllegalStateException(impossible);
    }
  }

  private static @Nullable MethodHandle find() {
    try {
      Linker linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find("sched_getcpu")
          .map(
              function ->
                  linker.downcallHandle(
                      function, FunctionDescriptor.of(JAVA_INT), Linker.Option.critical(false)))
          .orElse(null);
    } catch (UnsupportedOperationException | IllegalCallerException refused) {
      return null; // a JVM without a linker, or one that may not call native code
    }
  }
}
