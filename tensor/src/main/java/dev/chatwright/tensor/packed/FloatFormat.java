package dev.chatwright.tensor.packed;

/**
 * How the weights of a panel, {@value #PANEL} outputs wide, are stored as floats of some length.
 *
 * <p>A panel is its steps of one or two inputs, one after the other: of every output in turn the
 * weight, or the weights of the even and the odd input beside each other. Inputs are filled up with
 * zeros to a multiple of {@value #MULTIPLE}.
 */
public enum FloatFormat implements PackedFormat {
  /** 32 bits, from F32. */
  FLOATS(ActivationForm.FLOATS, Float.BYTES, 1),

  /** 16 bits, from F16. */
  HALF_FLOATS(ActivationForm.FLOATS, Short.BYTES, 1),

  /** The upper 16 bits of floats in pairs, from BF16. */
  BFLOATS(ActivationForm.BFLOATS, Short.BYTES, 2);

  /** How many outputs a panel has. */
  public static final int PANEL = 32;

  /** What the number of inputs is filled up to a multiple of. */
  public static final int MULTIPLE = 16;

  private final ActivationForm form;
  private final int bytes;
  private final int stepInputs;

  FloatFormat(ActivationForm form, int bytes, int stepInputs) {
    this.form = form;
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
    return PANEL;
  }

  /** Returns the bytes of a number. */
  public int bytes() {
    return bytes;
  }

  /** Returns how many inputs stand beside each other. */
  public int stepInputs() {
    return stepInputs;
  }

  /** Returns the bytes of a step. */
  public int stepBytes() {
    return PANEL * stepInputs * bytes;
  }

  @Override
  public long panelBytes(int inputs) {
    return (long) padded(inputs) * PANEL * bytes;
  }

  /** Returns where the weight of an input and of output {@code lane} is, from the panel. */
  long offset(int input, int lane) {
    int step = input / stepInputs;
    return (long) step * stepBytes() + (long) bytes * (lane * stepInputs + input % stepInputs);
  }
}
