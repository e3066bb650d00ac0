package dev.chatwright.tokenizer.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** A stretch of a text that may be cut into words by itself. Immutable. */
final class TextBlock {
  private final String name;
  private final long offset;
  private final byte[] bytes;

  /**
   * Creates a block.
   *
   * @param name what the text is called
   * @param offset where in it the block begins, in bytes
   * @param bytes the block's own bytes
   */
  TextBlock(String name, long offset, byte[] bytes) {
    this.name = name;
    this.offset = offset;
    this.bytes = bytes;
  }

  int size() {
    return bytes.length;
  }

  /**
   * Returns the text.
   *
   * @throws TrainingTextException if it is no UTF-8 or holds a zero byte, as no text does
   */
  String text() throws TrainingTextException {
    String text = new String(bytes, UTF_8);
    // What is broken becomes U+FFFD, which only then is worth a closer look.
    if (text.indexOf('\uFFFD') >= 0) {
      requireUtf8();
    }
    if (text.indexOf('\0') >= 0) {
      throw broken("holds a zero byte", firstZero());
    }
    return text;
  }

  private int firstZero() {
    int at = 0;
    while (bytes[at] != 0) {
      at++;
    }
    return at;
  }

  private void requireUtf8() throws TrainingTextException {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = decoder.decode(in, CharBuffer.allocate(bytes.length), true);
    if (result.isError()) {
      throw broken("is not UTF-8", in.position());
    }
  }

  private TrainingTextException broken(String how, int at) {
    return new TrainingTextException(
        "%s %s at byte %d; a text file is needed".formatted(name, how, offset + at));
  }
}
