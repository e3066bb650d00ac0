package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.EmbeddingSpec;
import dev.chatwright.model.FeedForwardSpec;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotaryScaling;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Architectures small enough to be computed number by number. */
final class TinySpecs {
  static final int VOCABULARY = 13;
  private static final int CONTEXT = 16;

  private TinySpecs() {}

  static ArchSpec llama(boolean interleaved, int window) {
    RotarySpec rotary = new RotarySpec(4, 100, interleaved, new RotaryScaling.None());
    return new ArchSpec(
        "llama",
        2,
        8,
        CONTEXT,
        new EmbeddingSpec(VOCABULARY, 1.5f, 0, 0, false),
        attention(4, 2, window, rotary),
        new FeedForwardSpec(10, Activation.SILU, true),
        new NormSpec(NormSpec.Kind.RMS, NormSpec.Placement.BEFORE, 1e-5f, 0),
        0);
  }

  static ArchSpec gpt2() {
    return new ArchSpec(
        "gpt2",
        2,
        8,
        CONTEXT,
        new EmbeddingSpec(VOCABULARY, 1, CONTEXT, 0, false),
        attention(2, 2, 0, RotarySpec.NONE),
        new FeedForwardSpec(12, Activation.GELU_TANH, false),
        new NormSpec(NormSpec.Kind.LAYER, NormSpec.Placement.BEFORE, 1e-5f, 0),
        0);
  }

  private static AttentionSpec attention(
      int heads, int keyValueHeads, int window, RotarySpec rotary) {
    List<Integer> windows = Collections.nCopies(2, window);
    return new AttentionSpec(
        heads, keyValueHeads, 4, 0.5f, 0, true, false, false, windows, rotary, rotary);
  }

  /** Returns parameters of about unit size, so that no gradient drowns in rounding. */
  static Parameters random(ArchSpec spec, Predicate<String> optional, Arena arena) {
    Parameters parameters = Parameters.zeros(spec, optional, arena);
    Random random = new Random(5);
    for (Parameter parameter : parameters.all()) {
      Tensor value = parameter.value();
      boolean norm = parameter.name().endsWith("norm.weight");
      for (int row = 0; row < value.rows(); row++) {
        for (int column = 0; column < value.columns(); column++) {
          value.set(row, column, (float) (0.5 * random.nextGaussian() + (norm ? 1 : 0)));
        }
      }
    }
    return parameters;
  }

  /** Returns two sequences of several documents, with some rows that have no target. */
  static TokenBatch batch() {
    TokenBatch batch = new TokenBatch(2, 12);
    Random random = new Random(6);
    for (int row = 0; row < batch.rows(); row++) {
      batch.tokens()[row] = random.nextInt(VOCABULARY);
      batch.targets()[row] = row % 7 == 6 ? TokenBatch.NO_TARGET : random.nextInt(VOCABULARY);
      batch.starts()[row] = row < 5 ? 0 : row < 12 ? 5 : row < 23 ? 12 : 23;
    }
    return batch;
  }
}
