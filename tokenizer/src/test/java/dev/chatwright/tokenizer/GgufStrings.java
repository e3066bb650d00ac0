package dev.chatwright.tokenizer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Just enough of GGUF to read one list of strings; trusts the file, so only for tests. */
final class GgufStrings {
  private static final int STRINGS = 8;

  private GgufStrings() {}

  /**
   * Returns one list of strings.
   *
   * <p>The shared vocabulary files are damaged: bytes that are no UTF-8 were replaced, so that they
   * cannot be read from start to end. The spellings of SentencePiece tokens are whole.
   */
  static List<String> read(Path file, String key) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int found = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(key);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(found + key.length() + Integer.BYTES); // past the type: a list
    if (buffer.getInt() != STRINGS) {
      throw new IOException(file + ": " + key + " is no list of strings");
    }
    long count = buffer.getLong();
    List<String> strings = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      byte[] string = new byte[Math.toIntExact(buffer.getLong())];
      buffer.get(string);
      strings.add(new String(string, StandardCharsets.UTF_8));
    }
    return strings;
  }
}
