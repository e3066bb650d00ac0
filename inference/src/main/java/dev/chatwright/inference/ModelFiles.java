package dev.chatwright.inference;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the files of a language model say, whatever their format.
 *
 * @param spec the architecture
 * @param weights the tensors by their GGUF names
 * @param tensors all tensors of the files, to be counted
 * @param words the tokenizer, which takes long to read
 * @param template the source of the model's own chat template, if it has one
 * @param sampling how its makers recommend to sample
 */
record ModelFiles(
    ArchSpec spec,
    Weights weights,
    Collection<Tensor> tensors,
    ReadAside<Words> words,
    Optional<String> template,
    SamplingOptions sampling) {

  /**
   * What the files say of tokens.
   *
   * @param endTokens those that end a reply
   */
  record Words(Tokenizer tokenizer, Set<Integer> endTokens) {}

  /**
   * Returns the tokenizer, when it has been read.
   *
   * @throws IOException if it is broken or of a kind that this version does not know
   */
  Tokenizer tokenizer() throws IOException {
    return words.get().tokenizer();
  }

  /**
   * Returns the tokens that end a reply.
   *
   * @throws IOException as above
   */
  Set<Integer> endTokens() throws IOException {
    return words.get().endTokens();
  }

  /** Returns how many numbers were learnt. */
  long parameters() {
    return tensors.stream().mapToLong(tensor -> tensor.shape().elements()).sum();
  }

  /** Returns how most of them are stored. */
  String quantization() {
    return quantization(tensors);
  }

  static String quantization(Collection<Tensor> tensors) {
    Map<ElementType, Long> elements = new EnumMap<>(ElementType.class);
    tensors.forEach(tensor -> elements.merge(tensor.type(), tensor.shape().elements(), Long::sum));
    return elements.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> entry.getKey().name())
        .orElse("none");
  }
}
