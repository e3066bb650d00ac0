package dev.chatwright.kernels.x86;

import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Gives zeroed memory in large pages where the operating system has them.
 *
 * <p>Weights are read from one end to the other for every token; with pages of 4 KiB the processor
 * looks up addresses as often as it loads lines, and its own prefetching ends with each. Many
 * weights are smaller than a large page, so they share {@link #CHUNK_BYTES}, of which no memory is
 * taken but what is used; the end of a chunk that has no room for the next is lost. Confined to one
 * thread.
 */
final class LargePages implements SegmentAllocator {
  private static final long CHUNK_BYTES = 64 << 20;

  private final Arena arena;
  private MemorySegment chunk = MemorySegment.NULL;
  private long used;

  /** Creates an allocator whose memory is freed with the arena. */
  LargePages(Arena arena) {
    this.arena = arena;
  }

  @Override
  public MemorySegment allocate(long bytes, long alignment) {
    long unit = Math.max(alignment, Tensor.ALIGNMENT_BYTES);
    long from = Math.ceilDiv(used, unit) * unit;
    if (from + bytes > chunk.byteSize()) {
      chunk = SystemMemory.map(Math.max(bytes, CHUNK_BYTES), arena);
      from = 0;
    }
    used = from + bytes;
    return chunk.asSlice(from, bytes);
  }
}
