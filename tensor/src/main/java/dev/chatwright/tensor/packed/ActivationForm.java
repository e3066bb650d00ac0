package dev.chatwright.tensor.packed;

/** What activations become before they are multiplied by packed weights. */
public enum ActivationForm {
  /** Whole numbers of eight bits in blocks with a scale: {@link RoundedBlock}. */
  EIGHT_BITS,

  /**
   * The nearest numbers of eight significant bits, of two the even one; what is smaller than any
   * normal float is zero.
   */
  BFLOATS,

  /** As they are. */
  FLOATS
}
