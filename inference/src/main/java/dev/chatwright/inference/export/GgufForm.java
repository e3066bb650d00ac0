package dev.chatwright.inference.export;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotaryScaling;
import dev.chatwright.model.RotarySpec;
import java.util.List;

/**
 * An architecture as it is with weights in the order and meaning that GGUF files give them.
 *
 * <p>Numbers are rounded to what such a file holds.
 */
final class GgufForm {
  private GgufForm() {}

  static ArchSpec of(ArchSpec spec) {
    NormSpec norms = spec.norms();
    return new ArchSpec(
        Architectures.ggufName(spec),
        spec.layers(),
        spec.width(),
        spec.contextLength(),
        spec.embedding(),
        attention(spec),
        spec.feedForward(),
        new NormSpec(norms.kind(), norms.placement(), norms.epsilon(), 0),
        spec.logitSoftCap());
  }

  private static AttentionSpec attention(ArchSpec spec) {
    AttentionSpec attention = spec.attention();
    return new AttentionSpec(
        attention.heads(),
        attention.keyValueHeads(),
        attention.headWidth(),
        attention.scale(),
        attention.softCap(),
        attention.causal(),
        attention.bias(),
        attention.queryKeyNorm(),
        attention.windows(),
        rotary(spec, attention.rotary()),
        rotary(spec, attention.localRotary()));
  }

  private static RotarySpec rotary(ArchSpec spec, RotarySpec rotary) {
    if (rotary.rotated() == 0) {
      return rotary;
    }
    return new RotarySpec(
        rotary.rotated(),
        (float) rotary.base(),
        Architectures.hasNeighboursInGguf(spec),
        scaling(rotary.scaling()));
  }

  private static RotaryScaling scaling(RotaryScaling scaling) {
    return switch (scaling) {
      case RotaryScaling.None none -> none;
      case RotaryScaling.Llama3 _ -> new RotaryScaling.None();
      case RotaryScaling.Linear(double factor) -> new RotaryScaling.Linear((float) factor);
      case RotaryScaling.Yarn yarn ->
          new RotaryScaling.Yarn(
              (float) yarn.factor(),
              yarn.originalContext(),
              (float) yarn.betaFast(),
              (float) yarn.betaSlow(),
              yarn.attentionFactor());
      case RotaryScaling.LongRope longRope ->
          new RotaryScaling.LongRope(
              List.of(), List.of(), longRope.originalContext(), (float) longRope.attentionFactor());
    };
  }
}
