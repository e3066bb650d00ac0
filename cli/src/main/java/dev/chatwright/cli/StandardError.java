package dev.chatwright.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Where the program's own error output goes.
 *
 * <p>The JVM prints warnings about incubating modules to file descriptor 2 before any of our code
 * runs, and has no switch against it. The start script therefore gives the JVM a log file as
 * descriptor 2 and names the descriptor of the terminal in the property {@code chatwright.stderr}.
 */
final class StandardError {
  private static final int ERROR_DESCRIPTOR = 2;

  private StandardError() {}

  static void restore() {
    Integer descriptor = Integer.getInteger("chatwright.stderr");
    if (descriptor != null) {
      makeErrorOutput(descriptor);
    }
    System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
  }

  /**
   * Makes descriptor 2 a copy of another. Opening its file anew would not do: where it is a file
   * that standard output goes to as well, each would write at a position of its own, over the
   * other's text.
   */
  private static void makeErrorOutput(int descriptor) {
    try {
      int copy = (int) duplicate().invokeExact(descriptor, ERROR_DESCRIPTOR);
      assert copy == ERROR_DESCRIPTOR : "descriptor " + descriptor + " is not open";
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new LinkageError("a function of C throws nothing", impossible);
    }
  }

  @SuppressWarnings("restricted") // the start script allows native access
  private static MethodHandle duplicate() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("dup2"),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  }
}
