package dev.chatwright.model;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import java.util.List;

/**
 * A sublayer whose output is added to the hidden states, with the norms around it.
 *
 * <p>Immutable.
 *
 * @param norms in the order of use: two if {@link NormSpec.Placement#AROUND}, else one
 */
record Residual(NormSpec.Placement placement, List<Norm> norms, Sublayer sublayer) {

  /** Attention or feed-forward. */
  sealed interface Sublayer permits SelfAttention, FeedForward {
    /** Computes {@code y} {@code [T, C]} from {@code x} {@code [T, C]}. */
    void forward(Tensor x, Tensor y, ForwardPass pass);
  }

  static Residual read(
      ArchSpec spec,
      String prefix,
      Block.NormNames names,
      Sublayer sublayer,
      WeightReader weights) {
    List<String> used =
        switch (spec.norms().placement()) {
          case BEFORE -> List.of(names.before());
          case AROUND -> List.of(names.before(), names.after());
          case AFTER -> List.of(names.afterAddition());
        };
    List<Norm> norms =
        used.stream()
            .map(name -> Norm.read(spec.norms(), prefix + name, spec.width(), weights))
            .toList();
    return new Residual(spec.norms().placement(), norms, sublayer);
  }

  void forward(ForwardPass pass) {
    Tensor hidden = pass.activations().hidden();
    Tensor normed = pass.activations().normed();
    Tensor output = pass.activations().output();
    if (placement == NormSpec.Placement.AFTER) {
      sublayer.forward(hidden, output, pass);
    } else {
      pass.overRows(
          hidden.columns(),
          (worker, from, to) -> norms.getFirst().forward(hidden, from, to, normed, pass.kernels()));
      sublayer.forward(normed, output, pass);
    }
    pass.overRows(
        hidden.columns(),
        (worker, from, to) -> addOutput(hidden, output, from, to, pass.kernels()));
  }

  private void addOutput(Tensor hidden, Tensor output, int from, int to, Kernels kernels) {
    if (placement == NormSpec.Placement.AROUND) {
      norms.getLast().forward(output, from, to, output, kernels);
    }
    long columns = hidden.columns();
    kernels.add(output, from * columns, to * columns, hidden);
    if (placement == NormSpec.Placement.AFTER) {
      norms.getLast().forward(hidden, from, to, hidden, kernels);
    }
  }
}
