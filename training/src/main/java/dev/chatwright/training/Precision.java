package dev.chatwright.training;

import dev.chatwright.model.training.Arithmetic;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.packed.BfloatProducts;
import dev.chatwright.tensor.packed.PackedKernels;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many bits of a number are multiplied while a model learns. Weights, optimisers, norms, the
 * attention and the loss have 32 whatever it says.
 */
public enum Precision {
  /** All of them: floats. */
  F32,
  /** Sixteen, rounded to nearest, with sums of floats. */
  BF16,
  /** What is faster on this machine. */
  AUTO;

  /** What a recipe means that says nothing. */
  private static final Precision USUAL = AUTO;

  private static final String BF16_SUFFIX = "-bf16";

  /** Reads what a recipe says. */
  static Precision read(RecipeFile file) throws RecipeException {
    List<String> words = Stream.of(values()).map(Precision::word).toList();
    String word = file.word("training.precision", words, USUAL.word());
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Returns how a recipe says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what this is on this machine: {@link #F32} or {@link #BF16}. */
  public Precision here() {
    return this != F32 && bfloats().isPresent() ? BF16 : F32;
  }

  /** Returns what to tell where a machine does not do what was asked for. */
  Optional<String> notice() {
    return this == BF16 && here() == F32
        ? Optional.of(
            "precision bf16: this processor, or --kernels, has no bf16 products that are faster than"
                + " those of floats; it learns with f32")
        : Optional.empty();
  }

  /** Returns what tells a run from others, of what does so but for the precision. */
  String identity(String rest) {
    return here() == BF16 ? rest + BF16_SUFFIX : rest; // so that runs go on that had no choice
  }

  /** Returns why a run cannot go on from another one, or empty if it is not for the precision. */
  static Optional<String> difference(String identity, String other) {
    if (other.equals(identity + BF16_SUFFIX)) {
      return Optional.of(
          "learnt with bf16 and would go on with f32; set training.precision: bf16, on a processor that"
              + " is faster with it");
    }
    return identity.equals(other + BF16_SUFFIX)
        ? Optional.of("learnt with f32 and would go on with bf16; set training.precision: f32")
        : Optional.empty();
  }

  /** Returns what a network computes with. */
  Arithmetic arithmetic(Kernels kernels) {
    return here() == BF16 ? new Arithmetic(kernels, bfloats()) : Arithmetic.floats(kernels);
  }

  private static Optional<BfloatProducts> bfloats() {
    return KernelSelection.current().packed().flatMap(PackedKernels::bfloats);
  }
}
