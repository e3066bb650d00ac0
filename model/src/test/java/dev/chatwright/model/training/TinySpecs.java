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
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Architectures small enough to be computed number by number. */
final class TinySpecs {
  static final int VOCABULARY = 13;
  private static final int CONTEXT = 16;
  private static final int WINDOW = 4;
  private static final RotarySpec NEIGHBOURS =
      new RotarySpec(4, 100, true, new RotaryScaling.None());
  private static final RotarySpec HALVES = new RotarySpec(4, 100, false, new RotaryScaling.None());
  private static final RotarySpec LOCAL = new RotarySpec(4, 9, false, new RotaryScaling.None());

  private TinySpecs() {}

  /** An architecture, and which of the tensors that it may have or lack it has. */
  record Row(String name, ArchSpec spec, Predicate<String> optional) {
    Parameters random(Arena arena) {
      return TinySpecs.random(spec, optional, arena);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Returns every architecture that has a backward pass. */
  static Stream<Row> rows() {
    return Stream.of(
        new Row("llama", llama(true, 0), separate()),
        new Row("llama, head of its own", llama(false, 0), separate().or(of("output.weight"))),
        new Row("mistral", llama(true, WINDOW), separate()),
        new Row("qwen2", qwen2(), separate().or(of("attn_q.bias", "attn_k.bias", "attn_v.bias"))),
        new Row("qwen3", qwen3(), separate()),
        new Row("gemma2", gemma2(0), separate()),
        new Row("gemma3", gemma3(0), separate()),
        new Row("gemma3, gains from one on", gemma3(1), separate()),
        new Row("phi3", phi3(), of("attn_qkv.weight", "output.weight")),
        new Row("gpt2", gpt2(), of("attn_qkv.weight", ".bias")));
  }

  /** Returns whether a name ends with one of some. */
  static Predicate<String> of(String... suffixes) {
    return name -> Stream.of(suffixes).anyMatch(name::endsWith);
  }

  /** Returns what most architectures have: a gate beside the other half. */
  static Predicate<String> separate() {
    return of("ffn_gate.weight");
  }

  static ArchSpec llama(boolean interleaved, int window) {
    RotarySpec rotary = interleaved ? NEIGHBOURS : HALVES;
    AttentionSpec attention = attention(0, false, List.of(window, window), rotary, rotary);
    return rms("llama", attention, Activation.SILU, NormSpec.Placement.BEFORE, 0, 0);
  }

  private static ArchSpec qwen2() {
    AttentionSpec attention =
        new AttentionSpec(4, 2, 4, 0.5f, 0, true, true, false, List.of(0, WINDOW), HALVES, HALVES);
    return rms("qwen2", attention, Activation.SILU, NormSpec.Placement.BEFORE, 0, 0);
  }

  private static ArchSpec qwen3() {
    AttentionSpec attention = attention(0, true, List.of(0, 0), HALVES, HALVES);
    return rms("qwen3", attention, Activation.SILU, NormSpec.Placement.BEFORE, 0, 0);
  }

  private static ArchSpec gemma2(float gainOffset) {
    AttentionSpec attention = attention(3, false, List.of(WINDOW, 0), HALVES, HALVES);
    return rms("gemma2", attention, Activation.GELU_TANH, NormSpec.Placement.AROUND, gainOffset, 2);
  }

  private static ArchSpec gemma3(float gainOffset) {
    AttentionSpec attention = attention(0, true, List.of(WINDOW, 0), HALVES, LOCAL);
    return rms("gemma3", attention, Activation.GELU_TANH, NormSpec.Placement.AROUND, gainOffset, 0);
  }

  private static ArchSpec phi3() {
    AttentionSpec attention = attention(0, false, List.of(WINDOW, WINDOW), HALVES, HALVES);
    return rms("phi3", attention, Activation.SILU, NormSpec.Placement.BEFORE, 0, 0);
  }

  static ArchSpec gpt2() {
    return new ArchSpec(
        "gpt2",
        2,
        8,
        CONTEXT,
        new EmbeddingSpec(VOCABULARY, 1, CONTEXT, 0, false),
        new AttentionSpec(
            2, 2, 4, 0.5f, 0, true, false, false, List.of(0, 0), RotarySpec.NONE, RotarySpec.NONE),
        new FeedForwardSpec(12, Activation.GELU_TANH, false),
        new NormSpec(NormSpec.Kind.LAYER, NormSpec.Placement.BEFORE, 1e-5f, 0),
        0);
  }

  private static ArchSpec rms(
      String name,
      AttentionSpec attention,
      Activation activation,
      NormSpec.Placement placement,
      float gainOffset,
      float logitSoftCap) {
    return new ArchSpec(
        name,
        2,
        8,
        CONTEXT,
        new EmbeddingSpec(VOCABULARY, 1.5f, 0, 0, false),
        attention,
        new FeedForwardSpec(10, activation, true),
        new NormSpec(NormSpec.Kind.RMS, placement, 1e-5f, gainOffset),
        logitSoftCap);
  }

  private static AttentionSpec attention(
      float softCap,
      boolean queryKeyNorm,
      List<Integer> windows,
      RotarySpec rotary,
      RotarySpec localRotary) {
    return new AttentionSpec(
        4, 2, 4, 0.5f, softCap, true, false, queryKeyNorm, windows, rotary, localRotary);
  }

  /** Returns parameters of about unit size, so that no gradient drowns in rounding. */
  static Parameters random(ArchSpec spec, Predicate<String> optional, Arena arena) {
    Parameters parameters = Parameters.zeros(spec, optional, arena);
    Random random = new Random(5);
    for (Parameter parameter : parameters.all()) {
      Tensor value = parameter.value();
      boolean gain = parameter.name().endsWith("norm.weight");
      float middle = gain ? 1 - spec.norms().gainOffset() : 0;
      for (int row = 0; row < value.rows(); row++) {
        for (int column = 0; column < value.columns(); column++) {
          value.set(row, column, (float) (0.5 * random.nextGaussian() + middle));
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
