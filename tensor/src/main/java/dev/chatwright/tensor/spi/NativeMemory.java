package dev.chatwright.tensor.spi;

import java.lang.foreign.MemorySegment;

/** The address space of the process, for kernels that work on plain addresses. */
public final class NativeMemory {
  /**
   * All native memory, so that an address is an offset.
   *
   * <p>One global segment costs a kernel neither a bounds check against a size it does not know nor
   * a liveness check per access. The price: a wrong address ends the process. Only kernels use it,
   * and only with addresses inside tensors whose shapes their caller has checked.
   */
  @SuppressWarnings("restricted") // the one place that reaches beyond a segment's bounds
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private NativeMemory() {}
}
