package dev.chatwright.inference;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufMetadata;
import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.tokenizer.GgufTokenizers;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.TokenizerException;
import dev.chatwright.tokenizer.TokenizerMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The tokenizer that a GGUF file describes in its metadata. */
public final class GgufTokenizer {
  private static final String PREFIX = "tokenizer.ggml.";

  private GgufTokenizer() {}

  /**
   * Builds the tokenizer.
   *
   * @throws CheckpointException if the description is missing, contradictory or of an unknown kind
   */
  static Tokenizer of(GgufMetadata metadata) throws CheckpointException {
    try {
      return GgufTokenizers.load(describe(metadata));
    } catch (TokenizerException refused) {
      throw new CheckpointException(
          "the tokenizer cannot be used: " + refused.getMessage(), refused);
    }
  }

  /**
   * Adds the description of a tokenizer of kind {@code gpt2} or {@code llama} to a file.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static void write(TokenizerMetadata tokenizer, GgufWriter writer) {
    boolean pairs = tokenizer.model().equals("gpt2");
    if (!pairs && !tokenizer.model().equals("llama")) {
      throw new IllegalArgumentException(
          "a tokenizer must be of kind gpt2 or llama to be written, got " + tokenizer.model());
    }
    writer.string(PREFIX + "model", tokenizer.model());
    tokenizer.pre().ifPresent(pre -> writer.string(PREFIX + "pre", pre));
    writer
        .strings(PREFIX + "tokens", tokenizer.tokens())
        .integers(
            PREFIX + "token_type",
            tokenizer.types().stream().mapToInt(Integer::intValue).toArray());
    if (pairs) {
      writer.strings(PREFIX + "merges", tokenizer.merges());
    } else {
      writer.floats(PREFIX + "scores", unboxed(tokenizer.scores()));
    }
    tokenizer.begin().ifPresent(id -> writer.integer(PREFIX + "bos_token_id", id));
    tokenizer.end().ifPresent(id -> writer.integer(PREFIX + "eos_token_id", id));
    tokenizer.unknown().ifPresent(id -> writer.integer(PREFIX + "unknown_token_id", id));
    tokenizer.padding().ifPresent(id -> writer.integer(PREFIX + "padding_token_id", id));
    tokenizer.addBegin().ifPresent(add -> writer.bool(PREFIX + "add_bos_token", add));
    tokenizer.addEnd().ifPresent(add -> writer.bool(PREFIX + "add_eos_token", add));
    tokenizer.addSpacePrefix().ifPresent(add -> writer.bool(PREFIX + "add_space_prefix", add));
  }

  private static float[] unboxed(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static TokenizerMetadata describe(GgufMetadata metadata) throws CheckpointException {
    String model =
        metadata
            .string(PREFIX + "model")
            .orElseThrow(() -> new CheckpointException("the file has no " + PREFIX + "model"));
    return new TokenizerMetadata(
        model,
        metadata.string(PREFIX + "pre"),
        metadata.strings(PREFIX + "tokens").orElse(List.of()),
        floats(metadata.floats(PREFIX + "scores")),
        integers(metadata.integers(PREFIX + "token_type")),
        metadata.strings(PREFIX + "merges").orElse(List.of()),
        id(metadata, "bos_token_id"),
        id(metadata, "eos_token_id"),
        id(metadata, "eot_token_id"),
        id(metadata, "eom_token_id"),
        id(metadata, "unknown_token_id"),
        id(metadata, "seperator_token_id"), // spelt so by the format
        id(metadata, "padding_token_id"),
        metadata.bool(PREFIX + "add_bos_token"),
        metadata.bool(PREFIX + "add_eos_token"),
        metadata.bool(PREFIX + "add_space_prefix"),
        metadata.bool(PREFIX + "remove_extra_whitespaces"),
        bytes(metadata.integers(PREFIX + "precompiled_charsmap")));
  }

  private static OptionalInt id(GgufMetadata metadata, String key) throws CheckpointException {
    OptionalLong value = metadata.integer(PREFIX + key);
    // Writers put −1 or its unsigned reading where a model has no such token.
    return value.isPresent() && value.getAsLong() >= 0 && value.getAsLong() <= Integer.MAX_VALUE
        ? OptionalInt.of((int) value.getAsLong())
        : OptionalInt.empty();
  }

  private static List<Float> floats(Optional<float[]> values) {
    float[] array = values.orElseGet(() -> new float[0]);
    List<Float> list = new ArrayList<>(array.length);
    for (float value : array) {
      list.add(value);
    }
    return list;
  }

  private static List<Integer> integers(Optional<int[]> values) {
    int[] array = values.orElseGet(() -> new int[0]);
    List<Integer> list = new ArrayList<>(array.length);
    for (int value : array) {
      list.add(value);
    }
    return list;
  }

  private static List<Byte> bytes(Optional<int[]> values) {
    return integers(values).stream().map(Integer::byteValue).toList();
  }
}
