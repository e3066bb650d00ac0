package dev.chatwright.model;

/** A description or weights that no network can be built from; the message says what is wrong. */
public final class ModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** Creates the exception. */
  public ModelException(String message) {
    super(message);
  }

  /** Returns {@code value} if it lies in {@code [min, max]}, else throws. */
  static int requireRange(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ModelException(
          "%s must be from %d to %d, found %d".formatted(name, min, max, value));
    }
    return value;
  }

  /** Returns {@code value} if it is finite and at least {@code min}, else throws. */
  static double requireFinite(String name, double value, double min) {
    if (!Double.isFinite(value) || value < min) {
      throw new ModelException(
          "%s must be finite and at least %s, found %s".formatted(name, min, value));
    }
    return value;
  }
}
