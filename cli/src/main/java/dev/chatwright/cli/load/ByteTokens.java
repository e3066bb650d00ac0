package dev.chatwright.cli.load;

import dev.chatwright.tokenizer.PromptText;
import dev.chatwright.tokenizer.SpecialTokens;
import dev.chatwright.tokenizer.TokenKind;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens of the canned model: the bytes.
 *
 * <p>Safe for use by several threads.
 */
final class ByteTokens implements Tokenizer {
  static final int SIZE = 256;

  private final Vocabulary vocabulary =
      new Vocabulary(
          IntStream.range(0, SIZE).mapToObj("<0x%02X>"::formatted).toList(),
          Collections.nCopies(SIZE, TokenKind.BYTE));

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, bytes.length).map(i -> Byte.toUnsignedInt(bytes[i])).toArray();
  }

  @Override
  public TokenizedPrompt encode(PromptText prompt) {
    return new TokenizedPrompt(encode(prompt.text()), List.of());
  }

  @Override
  public byte[] bytes(int token) {
    return new byte[] {(byte) token};
  }

  @Override
  public String decode(int[] tokens) {
    byte[] bytes = new byte[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      bytes[i] = (byte) tokens[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public SpecialTokens specialTokens() {
    return SpecialTokens.NONE;
  }
}
