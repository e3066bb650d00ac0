package dev.chatwright.inference.adapter;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.EmbeddingSpec;
import dev.chatwright.model.FeedForwardSpec;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotaryScaling;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.model.Weights;
import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shapes of a small model and adapters for it. */
final class AdapterModels {
  static final int WIDTH = 16;
  static final int KEYS = 8;
  static final int INNER = 24;
  static final int VOCABULARY = 32;

  private AdapterModels() {}

  /** Returns an architecture with two heads of eight elements, and one key-value head. */
  static ArchSpec spec(String architecture, boolean neighbours) {
    RotarySpec rotary = new RotarySpec(8, 10_000, neighbours, new RotaryScaling.None());
    return new ArchSpec(
        architecture,
        2,
        WIDTH,
        64,
        EmbeddingSpec.ofTokens(VOCABULARY),
        new AttentionSpec(2, 1, 8, 0.35f, 0, true, false, false, List.of(0, 0), rotary, rotary),
        new FeedForwardSpec(INNER, Activation.SILU, true),
        new NormSpec(NormSpec.Kind.RMS, NormSpec.Placement.BEFORE, 1e-5f, 0),
        0);
  }

  /** Returns weights of zeros, whose names and shapes are those of the model. */
  static Weights weights() {
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("token_embd.weight", zeros(VOCABULARY, WIDTH));
    tensors.put("output_norm.weight", Tensor.zeros(Shape.of(WIDTH), Arena.ofAuto()));
    for (String layer : List.of("blk.0.", "blk.1.")) {
      tensors.put(layer + "attn_q.weight", zeros(WIDTH, WIDTH));
      tensors.put(layer + "attn_k.weight", zeros(KEYS, WIDTH));
      tensors.put(layer + "attn_v.weight", zeros(KEYS, WIDTH));
      tensors.put(layer + "attn_output.weight", zeros(WIDTH, WIDTH));
      tensors.put(layer + "ffn_gate.weight", zeros(INNER, WIDTH));
      tensors.put(layer + "ffn_up.weight", zeros(INNER, WIDTH));
      tensors.put(layer + "ffn_down.weight", zeros(WIDTH, INNER));
    }
    return Weights.of(tensors);
  }

  /** Returns a change of rank 2 whose elements are all different. */
  static LowRank change(int outputs, int inputs, boolean magnitude) {
    return new LowRank(
        counted(2, inputs, 1),
        counted(outputs, 2, 1000),
        4,
        magnitude
            ? Optional.of(counted(1, outputs, 1).reshaped(Shape.of(outputs)))
            : Optional.empty());
  }

  static LoraAdapter adapter(boolean magnitude) {
    return new LoraAdapter(
        Map.of(
            "blk.0.attn_q.weight", change(WIDTH, WIDTH, magnitude),
            "blk.1.attn_k.weight", change(KEYS, WIDTH, magnitude),
            "blk.1.ffn_down.weight", change(WIDTH, INNER, magnitude)));
  }

  static Tensor counted(int rows, int columns, int first) {
    Tensor tensor = zeros(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      tensor.set(i / columns, i % columns, first + i);
    }
    return tensor;
  }

  static Tensor zeros(int rows, int columns) {
    return Tensor.zeros(Shape.of(rows, columns), Arena.ofAuto());
  }
}
