package dev.chatwright.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A whole file seen as little-endian memory, read only.
 *
 * <p>Offsets are the caller's business: one outside the file throws {@link
 * IndexOutOfBoundsException}. The file must not shrink while it is mapped. Safe for use by several
 * threads until it is closed.
 */
final class MappedFile implements AutoCloseable {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Path path;
  private final Arena arena;
  private final MemorySegment memory;

  private MappedFile(Path path, Arena arena, MemorySegment memory) {
    this.path = path;
    this.arena = arena;
    this.memory = memory;
  }

  /**
   * Maps a file.
   *
   * @throws IOException if it is not a regular file that can be read, or is empty
   */
  @SuppressWarnings("MustBeClosedChecker") // close() closes the arena, and so does a failure here
  static MappedFile open(Path path) throws IOException {
    RegularFile.require(path);
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() == 0) {
        throw new CheckpointException(path + ": the file is empty");
      }
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new MappedFile(path, arena, memory);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return memory.byteSize();
  }

  int byteAt(long offset) {
    return Byte.toUnsignedInt(memory.get(JAVA_BYTE, offset));
  }

  short shortAt(long offset) {
    return memory.get(SHORT, offset);
  }

  int intAt(long offset) {
    return memory.get(INT, offset);
  }

  long longAt(long offset) {
    return memory.get(LONG, offset);
  }

  int[] ints(long offset, int count) {
    return memory.asSlice(offset, (long) count * Integer.BYTES).toArray(INT);
  }

  float[] floats(long offset, int count) {
    return memory.asSlice(offset, (long) count * Float.BYTES).toArray(FLOAT);
  }

  byte[] bytes(long offset, int length) {
    return memory.asSlice(offset, length).toArray(JAVA_BYTE);
  }

  MemorySegment slice(long offset, long length) {
    return memory.asSlice(offset, length);
  }

  @Override
  public void close() {
    arena.close();
  }
}
