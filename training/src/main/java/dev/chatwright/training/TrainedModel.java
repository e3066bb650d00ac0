package dev.chatwright.training;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.ModelException;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/** Describes what was trained as a GGUF file that inference loads. */
public final class TrainedModel {
  private TrainedModel() {}

  /**
   * Adds architecture and tensors to a file, as floats.
   *
   * @param name what people call the model
   * @param arena owns the zeros that stand for biases the model was trained without, until the file
   *     is written
   * @throws ModelException if files of the architecture cannot say what this one is like
   */
  public static void describe(
      ArchSpec spec, Parameters parameters, String name, GgufWriter writer, Arena arena) {
    String architecture = spec.architecture();
    if (!spec.attention().causal() || !Architectures.ggufName(spec).equals(architecture)) {
      throw new ModelException(
          "a trained model must be one that GGUF files describe by its own name, got "
              + architecture);
    }
    describeSizes(spec, name, writer);
    describeAttention(spec, writer);
    for (Parameter parameter : parameters.all()) {
      writer.tensor(parameter.name(), parameter.value());
    }
    if (architecture.equals("gpt2")) {
      addMissingBiases(parameters, writer, arena);
    }
  }

  private static void describeSizes(ArchSpec spec, String name, GgufWriter writer) {
    String prefix = spec.architecture() + ".";
    writer
        .string("general.architecture", spec.architecture())
        .string("general.name", name)
        .integer(prefix + "block_count", spec.layers())
        .integer(prefix + "embedding_length", spec.width())
        .integer(prefix + "context_length", spec.contextLength())
        .integer(prefix + "feed_forward_length", spec.feedForward().width())
        .integer(prefix + "attention.head_count", spec.attention().heads())
        .integer(prefix + "attention.head_count_kv", spec.attention().keyValueHeads())
        .floating(
            prefix
                + (spec.norms().kind() == NormSpec.Kind.RMS
                    ? "attention.layer_norm_rms_epsilon"
                    : "attention.layer_norm_epsilon"),
            spec.norms().epsilon());
  }

  private static void describeAttention(ArchSpec spec, GgufWriter writer) {
    String prefix = spec.architecture() + ".";
    AttentionSpec attention = spec.attention();
    int window = attention.windows().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (window > 0) {
      writer.integer(prefix + "attention.sliding_window", window);
    }
    if (attention.queryWidth() != spec.width()) {
      writer
          .integer(prefix + "attention.key_length", attention.headWidth())
          .integer(prefix + "attention.value_length", attention.headWidth());
    }
    if (attention.softCap() > 0) {
      writer.floating(prefix + "attn_logit_softcapping", attention.softCap());
    }
    if (spec.logitSoftCap() > 0) {
      writer.floating(prefix + "final_logit_softcapping", spec.logitSoftCap());
    }
    RotarySpec rotary = attention.rotary();
    if (rotary.rotated() > 0) {
      requireOrder(spec);
      writer
          .integer(prefix + "rope.dimension_count", rotary.rotated())
          .floating(prefix + "rope.freq_base", (float) rotary.base());
    }
  }

  private static void requireOrder(ArchSpec spec) {
    boolean neighbours = Architectures.hasNeighboursInGguf(spec);
    if (spec.attention().rotary().interleaved() != neighbours) {
      throw new ModelException(
          "%s's files hold queries and keys for pairs that are %s"
              .formatted(spec.architecture(), neighbours ? "neighbours" : "half a head apart"));
    }
  }

  /** GPT-2's files have a bias everywhere; zeros are as good as none. */
  private static void addMissingBiases(Parameters parameters, GgufWriter writer, Arena arena) {
    for (Parameter parameter : parameters.all()) {
      String bias = parameter.name().replace(".weight", ".bias");
      boolean table = parameter.name().contains("_embd.");
      if (!table
          && !parameter.name().equals("output.weight")
          && parameters.parameter(bias).isEmpty()) {
        int outputs = parameter.isMatrix() ? parameter.value().rows() : parameter.value().columns();
        writer.tensor(bias, Tensor.zeros(Shape.of(outputs), arena));
      }
    }
  }
}
