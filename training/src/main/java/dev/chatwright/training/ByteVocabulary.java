package dev.chatwright.training;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.tokenizer.ByteAlphabet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A token for each byte that a text holds, in the order of bytes. For a text in ASCII that is a
 * token for each character, as nanoGPT has it.
 *
 * <p>Immutable.
 */
public final class ByteVocabulary implements TextVocabulary {
  private static final int NORMAL = 1;

  private final int[] ids = new int[256];
  private final List<String> spellings = new ArrayList<>();

  /** Learns the bytes of a text. */
  public ByteVocabulary(byte[] text) {
    boolean[] present = new boolean[256];
    for (byte value : text) {
      present[Byte.toUnsignedInt(value)] = true;
    }
    Arrays.fill(ids, -1);
    for (int value = 0; value < present.length; value++) {
      if (present[value]) {
        ids[value] = spellings.size();
        spellings.add(String.valueOf(ByteAlphabet.letter(value)));
      }
    }
  }

  @Override
  public int size() {
    return spellings.size();
  }

  /**
   * Returns the tokens of a text.
   *
   * @throws IllegalArgumentException if it holds a byte that has none
   */
  @Override
  public int[] encode(byte[] text) {
    int[] encoded = new int[text.length];
    for (int i = 0; i < text.length; i++) {
      int value = Byte.toUnsignedInt(text[i]);
      encoded[i] = ids[value];
      if (encoded[i] < 0) {
        throw new IllegalArgumentException("byte %d at %d has no token".formatted(value, i));
      }
    }
    return encoded;
  }

  /** Describes it as byte-level, without a single merge. */
  @Override
  public void describe(GgufWriter writer) {
    int[] types = new int[size()];
    Arrays.fill(types, NORMAL);
    writer
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", "gpt-2")
        .strings("tokenizer.ggml.tokens", spellings)
        .integers("tokenizer.ggml.token_type", types)
        .strings("tokenizer.ggml.merges", List.of())
        .bool("tokenizer.ggml.add_bos_token", false);
  }
}
