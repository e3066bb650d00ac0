package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * One layer of a transformer: attention, then feed-forward, each added to its input.
 *
 * <p>Immutable.
 */
record BlockLayer(ResidualLayer attention, ResidualLayer feedForward) {

  static BlockLayer of(ArchSpec spec, int layer, Learner learner, Arena arena) {
    String prefix = "blk." + layer + ".";
    return new BlockLayer(
        ResidualLayer.of(
            spec,
            learner,
            prefix + "attn_norm",
            AttentionLayer.of(spec, layer, prefix, learner, arena),
            prefix + "post_attention_norm",
            arena),
        ResidualLayer.of(
            spec,
            learner,
            prefix + "ffn_norm",
            FeedForwardLayer.of(spec, prefix, learner),
            prefix + "post_ffw_norm",
            arena));
  }

  /** Sets {@code next} {@code [T, C]}, the residual stream after this block. */
  void forward(LayerActivations saved, Tensor next, Step step) {
    attention.forward(saved.aroundAttention(), saved, saved.middle(), step);
    feedForward.forward(saved.aroundFeedForward(), saved, next, step);
  }

  /**
   * Computes again what the forward pass did not keep.
   *
   * @param room {@code [T, C]}, overwritten
   */
  void recompute(Recompute recompute, LayerActivations saved, Tensor room, Step step) {
    switch (recompute) {
      case NOTHING -> {}
      case ELEMENTWISE -> {
        attention.recomputeElements(saved.aroundAttention(), saved, step);
        feedForward.recomputeElements(saved.aroundFeedForward(), saved, step);
      }
      case BLOCKS -> forward(saved, room, step);
    }
  }

  /** Turns the gradient of the residual stream after this block into that before it. */
  void backward(LayerActivations saved, Step step) {
    feedForward.backward(saved.aroundFeedForward(), saved, step);
    attention.backward(saved.aroundAttention(), saved, step);
  }
}
