package dev.chatwright.testing;

import dev.chatwright.tokenizer.PromptText;
import dev.chatwright.tokenizer.SpecialTokens;
import dev.chatwright.tokenizer.TokenKind;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A tokenizer whose tokens are bytes, and one control token to begin or end a text with. */
public final class ByteTokenizer implements Tokenizer {
  /** The control token. */
  public static final int MARK = 256;

  /** The number of tokens. */
  public static final int SIZE = 257;

  private final Vocabulary vocabulary;

  /** Creates the tokenizer; all are alike. */
  public ByteTokenizer() {
    List<String> texts = new ArrayList<>();
    List<TokenKind> kinds = new ArrayList<>();
    for (int value = 0; value < MARK; value++) {
      texts.add("<0x%02X>".formatted(value));
      kinds.add(TokenKind.BYTE);
    }
    texts.add("<s>");
    kinds.add(TokenKind.CONTROL);
    vocabulary = new Vocabulary(texts, kinds);
  }

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
  }

  @Override
  public TokenizedPrompt encode(PromptText prompt) {
    return new TokenizedPrompt(encode(prompt.text()), List.of());
  }

  @Override
  public byte[] bytes(int token) {
    if (token < 0 || token >= SIZE) {
      throw new IllegalArgumentException(
          "a token must be 0 to %d, got %d".formatted(SIZE - 1, token));
    }
    return token == MARK ? new byte[0] : new byte[] {(byte) token};
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
