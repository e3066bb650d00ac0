package dev.chatwright.tokenizer;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A published way of cutting text into words, before a byte-level model makes tokens of each.
 *
 * <p>Immutable.
 */
public enum WordPattern {
  /** GPT-2's: contractions, letters, numbers, other signs, spaces. */
  GPT2(byteLevel(true)),
  /** SmolLM's: each digit is a word, the rest is cut as GPT-2 does. */
  SMOLLM(sequence(List.of(digits(), byteLevel(true)))),
  /** Llama 3's: up to three digits go together. */
  LLAMA3(sequence(List.of(split(JsonPatterns.LLAMA3), byteLevel(false)))),
  /** Qwen 2's: as Llama 3, but each digit is a word. */
  QWEN2(sequence(List.of(split(JsonPatterns.QWEN2), byteLevel(false)))),
  /** GPT-4o's: as Llama 3, but words also begin where small letters turn into capitals. */
  GPT4O(sequence(List.of(split(Patterns.GPT4O), byteLevel(false))));

  private final String json;

  WordPattern(ObjectNode description) {
    this.json = JsonMapper.shared().writeValueAsString(description);
  }

  /**
   * Returns the pattern that a GGUF file names in {@code tokenizer.ggml.pre}, or empty if it is
   * none of these.
   */
  public static Optional<WordPattern> ofGguf(String name) {
    return switch (name) {
      case "gpt-2", "gpt2", "phi-2", "mpt", "olmo", "jais" -> Optional.of(GPT2);
      case "smollm", "starcoder", "refact", "command-r" -> Optional.of(SMOLLM);
      case "llama3", "llama-v3", "llama-bpe", "falcon3" -> Optional.of(LLAMA3);
      case "qwen2", "deepseek-r1-qwen", "stablelm2" -> Optional.of(QWEN2);
      case "gpt-4o", "llama4" -> Optional.of(GPT4O);
      default -> Optional.empty();
    };
  }

  /** Returns the name by which GGUF files and llama.cpp know the pattern. */
  public String toGguf() {
    return switch (this) {
      case GPT2 -> "gpt-2";
      case SMOLLM -> "smollm";
      case LLAMA3 -> "llama-bpe";
      case QWEN2 -> "qwen2";
      case GPT4O -> "gpt-4o";
    };
  }

  /** Takes words. */
  @FunctionalInterface
  public interface Words {
    /**
     * Takes the word that lies in a text.
     *
     * @param text the text that holds it
     * @param from where it begins
     * @param to where it ends
     */
    void word(String text, int from, int to);
  }

  /**
   * Passes on the words of a text, in order; together they are the text.
   *
   * <p>The pattern is read anew, so texts should not be tiny.
   *
   * @param text any text
   * @param words what takes them
   */
  public void split(String text, Words words) {
    if (!text.isEmpty()) {
      JsonPreTokenizers.parse(JsonMapper.shared().readTree(json))
          .split(text, 0, text.length(), 0, (part, from, to, _) -> words.word(part, from, to));
    }
  }

  /** Returns the pattern as the {@code pre_tokenizer} of a tokenizer.json. */
  public String json() {
    return json;
  }

  private static ObjectNode component(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode byteLevel(boolean cuts) {
    return component("ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", cuts);
  }

  private static ObjectNode digits() {
    return component("Digits").put("individual_digits", true);
  }

  private static ObjectNode split(String regex) {
    ObjectNode split = component("Split");
    split.putObject("pattern").put("Regex", regex);
    return split.put("behavior", "Isolated").put("invert", false);
  }

  private static ObjectNode sequence(List<ObjectNode> steps) {
    ObjectNode sequence = component("Sequence");
    sequence.putArray("pretokenizers").addAll(steps);
    return sequence;
  }
}
