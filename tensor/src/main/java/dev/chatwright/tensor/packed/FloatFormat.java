package dev.chatwright.tensor.packed;

/**
 * How the weights of a panel, {@value #PANEL} outputs wide or half of that, are stored as floats of
 * some length.
 *
 * <p>A panel is its steps of one or two inputs, one after the other: of every output in turn the
 * weight, or the weights of the even and the odd input beside each other. Inputs are filled up with
 * zeros to a multiple of {@value #MULTIPLE}.
 */
public enum FloatFormat implements PackedFormat {
  /** 32 bits, from F32. */
  FLOATS(ActivationForm.FLOATS, FloatFormat.PANEL, Float.BYTES, 1),

  /** 16 bits, from F16. */
  HALF_FLOATS(ActivationForm.FLOATS, FloatFormat.PANEL, Short.BYTES, 1),

  /** The same in panels half as wide, for matrices of so few outputs that others would be empty. */
  NARROW_HALF_FLOATS(ActivationForm.FLOATS, FloatFormat.PANEL / 2, Short.BYTES, 1),

  /** The upper 16 bits of floats in pairs, from BF16. */
  BFLOATS(ActivationForm.BFLOATS, FloatFormat.PANEL, Short.BYTES, 2);

  /** The most outputs that a panel has. */
  public static final int PANEL = 32;

  /** What the number of inputs is filled up to a multiple of. */
  public static final int MULTIPLE = 16;

  private final ActivationForm form;
  private final int panel;
  private final int bytes;
  private final int stepInputs;

  FloatFormat(ActivationForm form, int panel, int bytes, int stepInputs) {
    this.form = form;
    this.panel = panel;
    this.bytes = bytes;
    this.stepInputs = stepInputs;
  }

  /** Returns the number of inputs with the zeros behind them. */
  public static int padded(int inputs) {
    return Math.ceilDiv(inputs, MULTIPLE) * MULTIPLE;
  }

  @Override
  public ActivationForm form() {
    return form;
  }

  @Override
  public int panel() {
    return panel;
  }

  /** Returns the bytes of a number. */
  public int bytes() {
    return bytes;
  }

  /** Returns how many inputs stand beside each other. */
  public int stepInputs() {
    return stepInputs;
  }

  /** Returns whether its numbers are half floats. */
  public boolean half() {
    return this == HALF_FLOATS || this == NARROW_HALF_FLOATS;
  }

  /** Returns the bytes of a step. */
  public int stepBytes() {
    return panel * stepInputs * bytes;
  }

  @Override
  public long panelBytes(int inputs) {
    return (long) padded(inputs) * panel * bytes;
  }

  /** Returns where the weight of an input and of output {@code lane} is, from the panel. */
  long offset(int input, int lane) {
    int step = input / stepInputs;
    return (long) step * stepBytes() + (long) bytes * (lane * stepInputs + input % stepInputs);
  }
}
