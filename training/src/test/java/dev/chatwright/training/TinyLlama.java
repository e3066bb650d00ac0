package dev.chatwright.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.EmbeddingSpec;
import dev.chatwright.model.FeedForwardSpec;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotaryScaling;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;

/** The network, weights and batches that {@code tiny_llama.py} describes. */
public final class TinyLlama {
  static final int SEQUENCES = 4;
  static final int LENGTH = 16;
  private static final int VOCABULARY = 64;

  private TinyLlama() {}

  static ArchSpec spec() {
    RotarySpec rotary = new RotarySpec(8, 10_000, false, new RotaryScaling.None());
    return new ArchSpec(
        "llama",
        2,
        32,
        LENGTH,
        EmbeddingSpec.ofTokens(VOCABULARY),
        new AttentionSpec(
            4,
            2,
            8,
            (float) (1 / Math.sqrt(8)),
            0,
            true,
            false,
            false,
            List.of(0, 0),
            rotary,
            rotary),
        new FeedForwardSpec(64, Activation.SILU, true),
        new NormSpec(NormSpec.Kind.RMS, NormSpec.Placement.BEFORE, 1e-5f, 0),
        0);
  }

  /** Returns the weights by formula. */
  public static Parameters parameters(Arena arena) {
    Parameters parameters =
        Parameters.zeros(spec(), name -> name.endsWith("ffn_gate.weight"), arena);
    List<Parameter> all = parameters.all();
    for (int index = 0; index < all.size(); index++) {
      fill(all.get(index), index);
    }
    return parameters;
  }

  private static void fill(Parameter parameter, int index) {
    Tensor value = parameter.value();
    for (int i = 0; i < value.rows(); i++) {
      for (int j = 0; j < value.columns(); j++) {
        double sine = Math.sin(0.7 * index + 1.3 * i + 0.37 * j + 0.01 * i * j);
        value.set(i, j, (float) (parameter.isMatrix() ? 0.1 * sine : 1 + 0.05 * sine));
      }
    }
  }

  /** Returns the batches by formula, beginning with those of step 0. */
  static BatchSource batches() {
    return new BatchSource() {
      private int step;

      @Override
      public void fill(TokenBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
          batch.tokens()[row] = token(row / LENGTH, row % LENGTH, step);
          batch.targets()[row] = token(row / LENGTH, row % LENGTH + 1, step);
        }
        step++;
      }
    };
  }

  private static int token(int b, int t, int step) {
    return (7 * b + 5 * t + 3 * (step % 2) + t * t % 11 + b * t % 5) % VOCABULARY;
  }
}
