package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.ElementType;
import java.util.Optional;

/** How the weights of a panel, some outputs wide, are stored. */
public sealed interface PackedFormat permits BlockFormat, FloatFormat {

  /** Returns the format for weights of a type, or empty if they are best left as they are. */
  static Optional<PackedFormat> of(ElementType type) {
    return switch (type) {
      case F32 -> Optional.of(FloatFormat.FLOATS);
      case F16 -> Optional.of(FloatFormat.HALF_FLOATS);
      case BF16 -> Optional.of(FloatFormat.BFLOATS);
      case Q4_0 -> Optional.of(BlockFormat.FOUR_BITS);
      case Q4_1 -> Optional.of(BlockFormat.FOUR_BITS_WITH_MINIMUM);
      case Q5_0, Q8_0, IQ4_NL -> Optional.of(BlockFormat.EIGHT_BITS);
      case Q5_1 -> Optional.of(BlockFormat.SIX_BITS_WITH_MINIMUM);
      case Q4_K -> Optional.of(BlockFormat.SUPER_FOUR_BITS_WITH_MINIMUM);
      case Q5_K -> Optional.of(BlockFormat.SUPER_SIX_BITS_WITH_MINIMUM);
      case Q6_K -> Optional.of(BlockFormat.SUPER_SIX_BITS);
      case Q2_K, Q3_K -> Optional.empty();
    };
  }

  /** Returns what activations become before they are multiplied by such weights. */
  ActivationForm form();

  /** Returns how many outputs a panel has. */
  int panel();

  /** Returns the bytes of a panel of {@code inputs}. */
  long panelBytes(int inputs);
}
