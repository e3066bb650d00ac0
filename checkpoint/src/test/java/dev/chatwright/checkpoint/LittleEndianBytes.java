package dev.chatwright.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Builds files byte by byte, right or wrong. */
final class LittleEndianBytes {
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN);

  /** Starts a GGUF file of version 3 with its counts. */
  static LittleEndianBytes gguf(long tensors, long keys) {
    return new LittleEndianBytes().raw("GGUF").int32(3).int64(tensors).int64(keys);
  }

  LittleEndianBytes raw(String latin1) {
    buffer.put(latin1.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  LittleEndianBytes hex(String digits) {
    buffer.put(HexFormat.of().parseHex(digits));
    return this;
  }

  LittleEndianBytes int8(int value) {
    buffer.put((byte) value);
    return this;
  }

  LittleEndianBytes int32(int value) {
    buffer.putInt(value);
    return this;
  }

  LittleEndianBytes int64(long value) {
    buffer.putLong(value);
    return this;
  }

  LittleEndianBytes string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    buffer.putLong(bytes.length).put(bytes);
    return this;
  }

  /** Appends a line of a GGUF tensor list. */
  LittleEndianBytes tensor(String name, int type, long start, long... innermostFirst) {
    string(name).int32(innermostFirst.length);
    for (long size : innermostFirst) {
      int64(size);
    }
    return int32(type).int64(start);
  }

  LittleEndianBytes zeros(int count) {
    buffer.put(new byte[count]);
    return this;
  }

  LittleEndianBytes align(int alignment) {
    return zeros(Math.floorMod(-buffer.position(), alignment));
  }

  Path writeTo(Path folder) throws IOException {
    byte[] bytes = new byte[buffer.position()];
    buffer.get(0, bytes);
    return Files.write(folder.resolve("crafted.bin"), bytes);
  }
}
