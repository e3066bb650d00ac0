package dev.chatwright.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The {@code tokenizer.ggml.*} values of a GGUF file, as they stand there. Immutable.
 *
 * <p>Lists that the file lacks are empty.
 *
 * @param model {@code gpt2}, {@code llama}, {@code bert} or {@code t5}
 * @param pre the pre-tokenizer family
 * @param tokens the spelling of each token
 * @param scores the score of each token
 * @param types the kind of each token, one to six
 * @param merges pairs to merge, best first, parted by a space
 * @param begin {@code bos_token_id}
 * @param end {@code eos_token_id}
 * @param endOfTurn {@code eot_token_id}
 * @param endOfMessage {@code eom_token_id}
 * @param unknown {@code unknown_token_id}
 * @param separator {@code seperator_token_id}, spelt so there
 * @param padding {@code padding_token_id}
 * @param addBegin {@code add_bos_token}
 * @param addEnd {@code add_eos_token}
 * @param addSpacePrefix {@code add_space_prefix}
 * @param removeExtraWhitespace {@code remove_extra_whitespaces}
 * @param characterMap {@code precompiled_charsmap}, bytes as numbers
 */
public record TokenizerMetadata(
    String model,
    Optional<String> pre,
    List<String> tokens,
    List<Float> scores,
    List<Integer> types,
    List<String> merges,
    OptionalInt begin,
    OptionalInt end,
    OptionalInt endOfTurn,
    OptionalInt endOfMessage,
    OptionalInt unknown,
    OptionalInt separator,
    OptionalInt padding,
    Optional<Boolean> addBegin,
    Optional<Boolean> addEnd,
    Optional<Boolean> addSpacePrefix,
    Optional<Boolean> removeExtraWhitespace,
    List<Byte> characterMap) {

  /** Copies the lists. */
  public TokenizerMetadata {
    tokens = List.copyOf(tokens);
    scores = List.copyOf(scores);
    types = List.copyOf(types);
    merges = List.copyOf(merges);
    characterMap = List.copyOf(characterMap);
  }

  /**
   * Returns metadata with a model, tokens and nothing else.
   *
   * @param model {@code gpt2}, {@code llama}, {@code bert} or {@code t5}
   * @param tokens the spelling of each token
   */
  public static TokenizerMetadata of(String model, List<String> tokens) {
    return new TokenizerMetadata(
        model,
        Optional.empty(),
        tokens,
        List.of(),
        List.of(),
        List.of(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /**
   * Returns the metadata of a byte-level model of pairs, which puts nothing around a text.
   *
   * @param pattern how text is cut
   * @param vocabulary the tokens, in the byte alphabet
   * @param merges pairs to merge, best first, parted by a space
   * @param begin what begins a text; also fills what is left empty
   * @param end what ends a reply
   */
  public static TokenizerMetadata byteLevel(
      WordPattern pattern,
      Vocabulary vocabulary,
      List<String> merges,
      OptionalInt begin,
      OptionalInt end) {
    List<String> tokens = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      tokens.add(vocabulary.text(id));
      types.add(vocabulary.kind(id).toGguf());
    }
    return new TokenizerMetadata(
        "gpt2",
        Optional.of(pattern.toGguf()),
        tokens,
        List.of(),
        types,
        merges,
        begin,
        end,
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        begin,
        Optional.of(false),
        Optional.of(false),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
