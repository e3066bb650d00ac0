package dev.chatwright.training;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.ModelException;
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
    boolean gpt2 = spec.architecture().equals("gpt2");
    if (!gpt2 && !spec.architecture().equals("llama")) {
      throw new ModelException(
          "a trained model must be gpt2 or llama to be saved, got " + spec.architecture());
    }
    describeSizes(spec, name, writer);
    for (Parameter parameter : parameters.all()) {
      writer.tensor(parameter.name(), parameter.value());
    }
    if (gpt2) {
      writer.floating("gpt2.attention.layer_norm_epsilon", spec.norms().epsilon());
      addMissingBiases(parameters, writer, arena);
    } else {
      writer.floating("llama.attention.layer_norm_rms_epsilon", spec.norms().epsilon());
      describeRotation(spec.attention().rotary(), writer);
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
        .integer(prefix + "attention.head_count_kv", spec.attention().keyValueHeads());
  }

  private static void describeRotation(RotarySpec rotary, GgufWriter writer) {
    if (!rotary.interleaved()) {
      throw new ModelException("llama's files hold queries and keys for neighbouring pairs");
    }
    writer
        .integer("llama.rope.dimension_count", rotary.rotated())
        .floating("llama.rope.freq_base", (float) rotary.base());
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
