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

  /** Reads what a recipe says. */
  static Precision read(RecipeFile file) throws RecipeException {
    List<String> words = Stream.of(values()).map(Precision::word).toList();
    String word = file.word("training.precision", words, USUAL.word());
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** What a recipe means that says nothing. */
  private static final Precision USUAL = F32;

  /** Returns how a recipe says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what this is on this machine: {@link #F32} or {@link #BF16}. */
  public Precision here() {
    return this != F32 && bfloats().isPresent() ? BF16 : F32;
  }

  /** Returns why a machine does not do what was asked for, or empty if it does. */
  public Optional<String> refused() {
    return this == BF16 && here() == F32
        ? Optional.of(
            "training.precision bf16: this processor, or --kernels, multiplies no bf16 numbers faster than floats; training with f32")
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
