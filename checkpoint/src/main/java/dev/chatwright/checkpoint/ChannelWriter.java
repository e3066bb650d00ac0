package dev.chatwright.checkpoint;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes little-endian numbers and strings, gathered in a small buffer.
 *
 * <p>Confined to one thread.
 */
final class ChannelWriter {
  private static final long CHUNK_BYTES = 1 << 26;

  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private long position;

  ChannelWriter(FileChannel channel) {
    this.channel = channel;
  }

  long position() {
    return position;
  }

  void putByte(int value) throws IOException {
    room(Byte.BYTES).put((byte) value);
  }

  void putInt(int value) throws IOException {
    room(Integer.BYTES).putInt(value);
  }

  void putLong(long value) throws IOException {
    room(Long.BYTES).putLong(value);
  }

  void putString(String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    putLong(bytes.length);
    put(MemorySegment.ofArray(bytes));
  }

  void put(MemorySegment bytes) throws IOException {
    flush();
    for (long from = 0; from < bytes.byteSize(); from += CHUNK_BYTES) {
      long length = Math.min(CHUNK_BYTES, bytes.byteSize() - from);
      writeFully(bytes.asSlice(from, length).asByteBuffer());
    }
    position += bytes.byteSize();
  }

  /** Writes zeros up to a multiple of {@code alignment}. */
  void align(int alignment) throws IOException {
    while (position % alignment != 0) {
      putByte(0);
    }
  }

  void flush() throws IOException {
    writeFully(buffer.flip());
    buffer.clear();
  }

  private ByteBuffer room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    position += bytes;
    return buffer;
  }

  /** Writes bytes as they are. */
  void putAll(ByteBuffer bytes) throws IOException {
    flush();
    position += bytes.remaining();
    writeFully(bytes);
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
