package dev.chatwright.model.training;

/** What the backward pass computes again, so that the forward pass need not keep it. */
public enum Recompute {
  /** Nothing: the most memory, the fewest operations. */
  NOTHING,
  /** What norms and activations made: about half the memory, hardly any more operations. */
  ELEMENTWISE,
  /** Whole blocks but for what came in: the least memory, one forward pass more. */
  BLOCKS
}
