package dev.chatwright.tensor;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops of the engine.
 *
 * <p>{@link #scalar()} defines what each kernel means; every other implementation must agree with
 * it to within the error that reordering a float sum allows. Unless said otherwise operands are
 * {@link ElementType#F32}, ranges are half open, results do not overlap operands, and callers may
 * run disjoint ranges on several threads at once. What a range holds never depends on how the whole
 * was divided into ranges, so that a result is the same for every number of threads.
 */
public interface Kernels {

  /** Returns what runs, for people: {@code vector (512-bit)}. */
  String description();

  /**
   * Returns the scratch memory that one thread needs for any method here.
   *
   * @param maxColumns the longest row of any weight
   * @param maxContext the longest sequence attended to, in positions
   */
  long scratchBytes(int maxColumns, int maxContext);

  /**
   * Returns how many rows of a weight matrix a range of {@link #linear} should have, or a multiple
   * of it, to be computed without waste.
   *
   * @param rows how many rows of activations the weights are multiplied by
   */
  int grain(int rows);

  /**
   * Multiplies by some rows of a weight matrix: {@code y[t, n] = Σ_k x[t, k] · w[n, k]} for every
   * row t of x and {@code fromRow ≤ n < toRow}.
   *
   * @param x shape {@code [T, K]}
   * @param w shape {@code [N, K]}, of any type
   * @param y shape {@code [T, N]}; only the columns of the range are written
   */
  void linear(Tensor x, Tensor w, int fromRow, int toRow, Tensor y, MemorySegment scratch);

  /**
   * Copies row {@code wRow} of {@code w}, which may have any type, as floats to {@code y[yRow]}.
   */
  void copyRow(Tensor w, int wRow, Tensor y, int yRow);

  /**
   * Copies rows {@code [fromRow, toRow)} of {@code w}, which may have any type, as floats to the
   * same rows of y.
   */
  void copyRows(Tensor w, int fromRow, int toRow, Tensor y, MemorySegment scratch);

  /**
   * Normalises each row: {@code y = gain · x / √(mean(x²) + ε)}. {@code y} may be {@code x}.
   *
   * @param gain shape {@code [C]}
   * @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich, "Root Mean Square Layer
   *     Normalization", 2019</a>
   */
  void rmsNorm(Tensor x, Tensor gain, float epsilon, int fromRow, int toRow, Tensor y);

  /**
   * Normalises each row: {@code y = gain · (x − mean) / √(variance + ε) + bias}. {@code y} may be
   * {@code x}.
   *
   * @see <a href="https://arxiv.org/abs/1607.06450">Ba et al., "Layer Normalization", 2016</a>
   */
  void layerNorm(
      Tensor x, Tensor gain, Tensor bias, float epsilon, int fromRow, int toRow, Tensor y);

  /**
   * Rotates the leading part of every head in place.
   *
   * <p>With R rotated elements a head, pair i is rotated by the angle whose cosine and sine are
   * {@code cos[t, i]} and {@code sin[t, i]}. Pair i is elements {@code (2i, 2i+1)} if {@code
   * interleaved}, else {@code (i, i + R/2)}. Elements from R on stay.
   *
   * @param x shape {@code [T, H·D]}
   * @param cos shape {@code [T, R/2]}
   * @see <a href="https://arxiv.org/abs/2104.09864">Su et al., "RoFormer", 2021</a>
   */
  void rotate(
      Tensor x, int headWidth, Tensor cos, Tensor sin, boolean interleaved, int fromRow, int toRow);

  /**
   * Writes keys and values of consecutive positions into the cache, in its type ({@link
   * KeyValueRounding}).
   *
   * @param keys shape {@code [T, keyValueHeads·D]}
   * @param values the same
   * @param firstPosition where row 0 goes; the blocks for all rows exist already
   */
  void store(Tensor keys, Tensor values, int headWidth, int firstPosition, KeyValueBlocks cache);

  /**
   * Attends: for each query row t at position {@code firstPosition + t} and each head, {@code y =
   * softmax(cap(scale · q·K)) · V} over the positions it sees.
   *
   * <p>A causal query sees positions up to its own, within the window; another sees all {@code
   * firstPosition + T} of them.
   *
   * @param queries shape {@code [T, H·D]}
   * @param fromRow first query row of the range
   * @param fromHead first query head of the range
   * @param y shape {@code [T, H·D]}
   */
  void attention(
      AttentionShape shape,
      Tensor queries,
      KeyValueBlocks cache,
      int firstPosition,
      int fromRow,
      int toRow,
      int fromHead,
      int toHead,
      Tensor y,
      MemorySegment scratch);

  /** Applies {@code y = activation(x)} to elements {@code [from, to)}. {@code y} may be x. */
  void activate(Activation activation, Tensor x, long from, long to, Tensor y);

  /**
   * Applies {@code y = activation(gate) · up} to elements {@code [from, to)}. {@code y} may be
   * either operand.
   */
  void activateAndMultiply(
      Activation activation, Tensor gate, Tensor up, long from, long to, Tensor y);

  /** Adds elements {@code [from, to)}: {@code y += x}. */
  void add(Tensor x, long from, long to, Tensor y);

  /** Adds a vector to each row of the range: {@code y[t, c] += bias[c]}. */
  void addToRows(Tensor bias, int fromRow, int toRow, Tensor y);

  /**
   * Multiplies some rows by a matrix of few: {@code y[t, j] = Σ_k x[t, k] · w[j, k]} for {@code
   * fromRow ≤ t < toRow} and every row j of w. A row of y has the same bits whichever others are
   * computed in the same call.
   *
   * @param x shape {@code [T, K]}
   * @param w shape {@code [J, K]}
   * @param y shape {@code [T, ≥ J]}; columns from J on are left as they are
   */
  void linearRows(Tensor x, int fromRow, int toRow, Tensor w, Tensor y);

  /**
   * Adds a product of thin matrices to some columns of some rows: {@code y[t, n] += Σ_j x[t, j] ·
   * w[j, n]} for {@code fromRow ≤ t < toRow} and {@code fromColumn ≤ n < toColumn}, in the order of
   * j.
   *
   * @param x shape {@code [T, ≥ J]}
   * @param w shape {@code [J, N]}
   * @param y shape {@code [T, N]}
   */
  void addProduct(
      Tensor x, int fromRow, int toRow, Tensor w, int fromColumn, int toColumn, Tensor y);

  /** Multiplies some columns of some rows in place: {@code x[t, c] *= factors[c]}. */
  void scaleColumns(Tensor factors, int fromRow, int toRow, int fromColumn, int toColumn, Tensor x);

  /** Multiplies elements {@code [from, to)} in place by {@code factor}. */
  void scale(Tensor x, float factor, long from, long to);

  /** Limits elements {@code [from, to)} in place: {@code x = cap · tanh(x / cap)}. */
  void softCap(Tensor x, float cap, long from, long to);

  /** Returns the column of the largest element of a row, the first of equals. */
  int argMax(Tensor x, int row);

  /** Returns {@code log Σ_c e^x[row, c]}, computed without overflow. */
  float logSumExp(Tensor x, int row);

  /** Returns the kernels of training that belong to these. */
  GradientKernels gradients();

  /** Returns the plain-Java kernels, which are the specification. */
  static Kernels scalar() {
    return ScalarKernels.INSTANCE;
  }

  /** Returns the fastest kernels that this machine and this JVM support. */
  static Kernels fastest() {
    return KernelSelection.current().kernels();
  }
}
