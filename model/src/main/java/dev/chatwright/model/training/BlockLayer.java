package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * One layer of a transformer: attention, then feed-forward, each of its normalised input and added
 * to it.
 *
 * <p>Immutable.
 */
record BlockLayer(
    NormLayer attentionNorm,
    AttentionLayer attention,
    NormLayer feedForwardNorm,
    FeedForwardLayer feedForward) {

  static BlockLayer of(ArchSpec spec, int layer, Learner learner, Arena arena) {
    String prefix = "blk." + layer + ".";
    return new BlockLayer(
        NormLayer.of(spec, learner, prefix + "attn_norm", arena),
        AttentionLayer.of(spec, layer, prefix, learner),
        NormLayer.of(spec, learner, prefix + "ffn_norm", arena),
        FeedForwardLayer.of(spec, prefix, learner));
  }

  /** Sets {@code next} {@code [T, C]}, the residual stream after this block. */
  void forward(LayerActivations saved, Tensor next, Step step) {
    Workers workers = step.workers();
    attentionNorm.forward(saved.hidden(), saved.attentionInput(), workers);
    attention.forward(saved, step, saved.middle());
    workers.add(saved.hidden(), saved.middle());
    feedForwardNorm.forward(saved.middle(), saved.feedForwardInput(), workers);
    feedForward.forward(saved, next, workers);
    workers.add(saved.middle(), next);
  }

  /**
   * Computes again what the forward pass did not keep.
   *
   * @param room {@code [T, C]}, overwritten
   */
  void recompute(Recompute recompute, LayerActivations saved, Tensor room, Step step) {
    Workers workers = step.workers();
    switch (recompute) {
      case NOTHING -> {}
      case ELEMENTWISE -> {
        attentionNorm.forward(saved.hidden(), saved.attentionInput(), workers);
        feedForwardNorm.forward(saved.middle(), saved.feedForwardInput(), workers);
        feedForward.activate(saved, workers);
      }
      case BLOCKS -> forward(saved, room, step);
    }
  }

  /** Turns the gradient of the residual stream after this block into that before it. */
  void backward(LayerActivations saved, Step step) {
    Tensor hidden = step.memory().hidden();
    Tensor normed = step.memory().normed();
    Tensor statistics = step.memory().statistics();
    feedForward.backward(saved, hidden, normed, step);
    feedForwardNorm.backward(normed, saved.middle(), hidden, statistics, step.workers());
    attention.backward(saved, hidden, normed, step);
    attentionNorm.backward(normed, saved.hidden(), hidden, statistics, step.workers());
  }
}
