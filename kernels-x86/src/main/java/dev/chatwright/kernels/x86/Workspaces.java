package dev.chatwright.kernels.x86;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Memory that a call needs and leaves for the next, since fresh memory is zeroed and brings its
 * pages one by one. There are as many pieces as calls ran at once.
 *
 * <p>Safe for use by several threads.
 */
final class Workspaces {
  private final Deque<MemorySegment> free = new ConcurrentLinkedDeque<>();

  /** Returns at least so many bytes, which hold anything. */
  MemorySegment take(long bytes) {
    MemorySegment last = free.pollFirst();
    return last != null && last.byteSize() >= bytes
        ? last
        : Arena.ofAuto().allocate(bytes, Tensor.ALIGNMENT_BYTES);
  }

  /** Keeps memory for the next who wants some. */
  void giveBack(MemorySegment workspace) {
    free.addFirst(workspace);
  }
}
