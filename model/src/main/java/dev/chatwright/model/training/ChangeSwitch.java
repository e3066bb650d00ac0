package dev.chatwright.model.training;

import org.jspecify.annotations.Nullable;

/**
 * How strong the changes of a model are, whether they are left out for now, which gives what the
 * model computed before it learnt, and what a backward pass is for: gradients, or each document's
 * norm.
 *
 * <p>Mutable; confined to the thread that trains.
 */
final class ChangeSwitch {
  private final float scale;
  private boolean off;
  private @Nullable DocumentNorms norms;

  ChangeSwitch(float scale) {
    this.scale = scale;
  }

  float scale() {
    return scale;
  }

  boolean off() {
    return off;
  }

  void setOff(boolean off) {
    this.off = off;
  }

  /** Returns what the backward pass adds norms to in place of gradients, or null. */
  @Nullable DocumentNorms norms() {
    return norms;
  }

  void setNorms(@Nullable DocumentNorms norms) {
    this.norms = norms;
  }
}
