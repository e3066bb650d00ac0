package dev.chatwright.training;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Token ids in a row, in memory or in a mapped file that may be larger than that.
 *
 * <p>Immutable. The memory of a mapped file must outlive it.
 */
public final class TokenArray {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment data;
  private final int tokenBytes;

  private TokenArray(MemorySegment data, int tokenBytes) {
    this.data = data;
    this.tokenBytes = tokenBytes;
  }

  /** Returns a copy of ids. */
  public static TokenArray of(int... ids) {
    return new TokenArray(MemorySegment.ofArray(ids.clone()), Integer.BYTES);
  }

  /**
   * Maps a file of unsigned little-endian numbers, as nanoGPT's preparation writes them.
   *
   * @param tokenBytes 2 or 4, the bytes of each
   * @param arena owns the mapping
   * @throws IOException if the file cannot be read, or does not hold whole numbers
   */
  public static TokenArray map(Path file, int tokenBytes, Arena arena) throws IOException {
    if (tokenBytes != Short.BYTES && tokenBytes != Integer.BYTES) {
      throw new IllegalArgumentException("a token takes 2 or 4 bytes, got " + tokenBytes);
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() % tokenBytes != 0) {
        throw new IOException(
            "%s has %d bytes, which are not whole tokens of %d"
                .formatted(file, channel.size(), tokenBytes));
      }
      MemorySegment data = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new TokenArray(data, tokenBytes);
    }
  }

  /** Returns how many there are. */
  public long length() {
    return data.byteSize() / tokenBytes;
  }

  /** Returns one of them. */
  public int get(long index) {
    return tokenBytes == Short.BYTES
        ? Short.toUnsignedInt(data.get(SHORT, index * Short.BYTES))
        : data.get(INT, index * Integer.BYTES);
  }

  /** Returns tokens {@code [from, to)}, sharing their memory. */
  public TokenArray part(long from, long to) {
    return new TokenArray(data.asSlice(from * tokenBytes, (to - from) * tokenBytes), tokenBytes);
  }
}
