package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.NormSpec;
import dev.chatwright.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The names and shapes of an architecture's parameters, in the order of a forward pass.
 *
 * <p>Confined to one thread.
 */
final class ParameterShapes {
  private final ArchSpec spec;
  private final Predicate<String> optional;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  private ParameterShapes(ArchSpec spec, Predicate<String> optional) {
    this.spec = spec;
    this.optional = optional;
  }

  /**
   * Lists the parameters.
   *
   * @param optional which of the tensors that a model may have or lack it has
   */
  static Map<String, Shape> of(ArchSpec spec, Predicate<String> optional) {
    ParameterShapes shapes = new ParameterShapes(spec, optional);
    shapes.add();
    return shapes.shapes;
  }

  private void add() {
    int vocabularySize = spec.embedding().vocabularySize();
    shapes.put("token_embd.weight", Shape.of(vocabularySize, spec.width()));
    if (spec.embedding().positions() > 0) {
      shapes.put("position_embd.weight", Shape.of(spec.embedding().positions(), spec.width()));
    }
    for (int layer = 0; layer < spec.layers(); layer++) {
      addBlock("blk." + layer + ".");
    }
    norm("output_norm");
    if (optional.test("output.weight")) {
      linear("output", vocabularySize, spec.width());
    }
  }

  private void addBlock(String prefix) {
    AttentionSpec attention = spec.attention();
    int queries = attention.queryWidth();
    int keys = attention.keyValueWidth();
    norm(prefix + "attn_norm");
    if (optional.test(prefix + "attn_qkv.weight")) {
      linear(prefix + "attn_qkv", queries + 2 * keys, spec.width());
    } else {
      linear(prefix + "attn_q", queries, spec.width());
      linear(prefix + "attn_k", keys, spec.width());
      linear(prefix + "attn_v", keys, spec.width());
    }
    if (attention.queryKeyNorm()) {
      shapes.put(prefix + "attn_q_norm.weight", Shape.of(attention.headWidth()));
      shapes.put(prefix + "attn_k_norm.weight", Shape.of(attention.headWidth()));
    }
    linear(prefix + "attn_output", spec.width(), queries);
    normAfter(prefix + "post_attention_norm");
    addFeedForward(prefix);
  }

  private void addFeedForward(String prefix) {
    int inner = spec.feedForward().width();
    boolean gated = spec.feedForward().gated();
    boolean gate = gated && optional.test(prefix + "ffn_gate.weight");
    norm(prefix + "ffn_norm");
    if (gate) {
      linear(prefix + "ffn_gate", inner, spec.width());
    }
    linear(prefix + "ffn_up", gated && !gate ? 2 * inner : inner, spec.width());
    linear(prefix + "ffn_down", spec.width(), inner);
    normAfter(prefix + "post_ffw_norm");
  }

  private void normAfter(String name) {
    if (spec.norms().placement() == NormSpec.Placement.AROUND) {
      norm(name);
    }
  }

  private void linear(String name, int outputs, int inputs) {
    shapes.put(name + ".weight", Shape.of(outputs, inputs));
    if (optional.test(name + ".bias")) {
      shapes.put(name + ".bias", Shape.of(outputs));
    }
  }

  private void norm(String name) {
    shapes.put(name + ".weight", Shape.of(spec.width()));
    if (spec.norms().kind() == NormSpec.Kind.LAYER && optional.test(name + ".bias")) {
      shapes.put(name + ".bias", Shape.of(spec.width()));
    }
  }
}
