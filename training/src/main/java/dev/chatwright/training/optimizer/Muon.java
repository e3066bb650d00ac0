package dev.chatwright.training.optimizer;

import dev.chatwright.model.training.Parameter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The optimiser Muon: a matrix steps by its gradient's momentum, orthogonalised, so that no
 * direction is large only because many gradients agree on it. Embeddings, head and vectors are left
 * to AdamW.
 *
 * <p>With {@code m = μ·m + (1 − μ)·g} and Nesterov's {@code u = μ·m + (1 − μ)·g}: {@code W −= rate
 * · (decay·W + 0.2·√max(rows, columns) · orthogonal(u))}. The factor is that of Liu et al., by
 * which a step is as large as one of AdamW and takes the same rate and decay. Queries, keys and
 * values that lie in one matrix are three.
 *
 * <p>Mutable; confined to one thread.
 *
 * @see <a href="https://kellerjordan.github.io/posts/muon/">Jordan et al., "Muon", 2024</a>
 * @see <a href="https://arxiv.org/abs/2502.16982">Liu et al., "Muon is Scalable for LLM Training",
 *     2025</a>
 */
public final class Muon implements Optimizer {
  static final float MOMENTUM = 0.95f;

  private static final double FACTOR = 0.2;

  private final AdamWOptions options;
  private final List<Matrix> matrices = new ArrayList<>();
  private final AdamW others;
  private final Orthogonalization orthogonalization;
  private final Parallel parallel;
  private final Tensor momenta;

  /** A matrix, its gradient and that's mean. */
  private record Matrix(Tensor value, Tensor gradient, Tensor momentum) {
    float factor() {
      return (float) (FACTOR * Math.sqrt(Math.max(value.rows(), value.columns())));
    }
  }

  /**
   * Creates an optimiser that has seen no gradient yet.
   *
   * @param options decay of all, and the numbers of AdamW
   * @param arena owns its memory
   */
  public Muon(
      AdamWOptions options,
      Parameters parameters,
      Kernels kernels,
      Parallel parallel,
      Arena arena) {
    this.options = options;
    this.parallel = parallel;
    List<Parameter> inner = parameters.all().stream().filter(Muon::takes).toList();
    others =
        new AdamW(
            options,
            parameters.all().stream().filter(parameter -> !takes(parameter)).toList(),
            kernels,
            parallel,
            arena);
    long size = inner.stream().mapToLong(each -> each.value().shape().elements()).sum();
    momenta = Tensor.zeros(Shape.of(Math.toIntExact(Math.max(1, size))), arena);
    long offset = 0;
    for (Parameter parameter : inner) {
      addMatrices(parameter, offset);
      offset += parameter.value().shape().elements();
    }
    List<Shape> shapes = matrices.stream().map(each -> each.value().shape()).toList();
    orthogonalization = new Orthogonalization(shapes, kernels, parallel, arena);
  }

  private static boolean takes(Parameter parameter) {
    return parameter.isMatrix()
        && !parameter.name().contains("_embd.")
        && !parameter.name().equals("output.weight");
  }

  private void addMatrices(Parameter parameter, long offset) {
    int rows = parameter.value().rows();
    int columns = parameter.value().columns();
    long bytes = parameter.value().data().byteSize();
    Tensor momentum =
        Tensor.of(
            ElementType.F32,
            Shape.of(rows, columns),
            momenta.data().asSlice(offset * Float.BYTES, bytes));
    boolean three = parameter.name().endsWith("attn_qkv.weight") && rows == 3 * columns;
    int part = three ? columns : rows;
    for (int row = 0; row < rows; row += part) {
      matrices.add(
          new Matrix(
              parameter.value().rows(row, row + part),
              parameter.gradient().rows(row, row + part),
              momentum.rows(row, row + part)));
    }
  }

  @Override
  public void update(double rate, double gradientFactor) {
    others.update(rate, gradientFactor);
    for (Matrix matrix : matrices) {
      Tensor step = orthogonalization.input(matrix.value().shape());
      overRows(matrix, (from, to) -> nesterov(matrix, (float) gradientFactor, step, from, to));
      Tensor orthogonal = orthogonalization.compute(matrix.value().shape());
      float kept = (float) (1 - rate * options.decay());
      float scale = (float) (rate * matrix.factor());
      overRows(matrix, (from, to) -> apply(matrix.value(), orthogonal, kept, scale, from, to));
    }
  }

  /** Does something to elements {@code [from, to)}. */
  private interface Pass {
    void run(long from, long to);
  }

  private void overRows(Matrix matrix, Pass pass) {
    long columns = matrix.value().columns();
    parallel.forRanges(
        matrix.value().rows(), 16, (worker, from, to) -> pass.run(from * columns, to * columns));
  }

  private static void nesterov(Matrix matrix, float factor, Tensor step, long from, long to) {
    MemorySegment gradient = matrix.gradient().data();
    MemorySegment momentum = matrix.momentum().data();
    for (long i = from; i < to; i++) {
      float g = (1 - MOMENTUM) * (factor * Floats.at(gradient, i));
      float m = MOMENTUM * Floats.at(momentum, i) + g;
      Floats.set(momentum, i, m);
      Floats.set(step.data(), i, MOMENTUM * m + g);
    }
  }

  private static void apply(
      Tensor value, Tensor orthogonal, float kept, float scale, long from, long to) {
    for (long i = from; i < to; i++) {
      float weight = kept * Floats.at(value.data(), i);
      Floats.set(value.data(), i, weight - scale * Floats.at(orthogonal.data(), i));
    }
  }

  @Override
  public long updates() {
    return others.updates();
  }

  @Override
  public void resume(long updatesBefore) {
    others.resume(updatesBefore);
  }

  @Override
  public Map<String, Tensor> memory() {
    Map<String, Tensor> memory = new HashMap<>(others.memory());
    memory.put("momenta", momenta);
    return memory;
  }
}
