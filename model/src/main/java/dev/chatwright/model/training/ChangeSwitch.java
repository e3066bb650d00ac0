package dev.chatwright.model.training;

/**
 * How strong the changes of a model are, and whether they are left out for now, which gives what
 * the model computed before it learnt.
 *
 * <p>Mutable; confined to the thread that trains.
 */
final class ChangeSwitch {
  private final float scale;
  private boolean off;

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
}
