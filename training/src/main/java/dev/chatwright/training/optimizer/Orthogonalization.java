package dev.chatwright.training.optimizer;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Replaces a matrix by one with the same singular vectors, whose singular values are near 1, by a
 * Newton–Schulz iteration.
 *
 * <p>From {@code X = G / (‖G‖ + ε)} on, five times {@code X = a·X + (b·A + c·A²)·X} with {@code A =
 * X·Xᵀ}, and the same from the other side for a matrix with more rows than columns. With these
 * coefficients small singular values grow fast and come to lie between about 0.7 and 1.2.
 *
 * <p>Memory for the largest matrix is held; confined to one thread.
 *
 * @see <a href="https://kellerjordan.github.io/posts/muon/">Jordan et al., "Muon", 2024</a>
 */
final class Orthogonalization {
  static final float A = 3.4445f;
  static final float B = -4.7750f;
  static final float C = 2.0315f;
  static final int STEPS = 5;
  static final double EPSILON = 1e-7;

  private static final int GRAIN = 24;

  private final Kernels kernels;
  private final Parallel parallel;
  private final Tensor first;
  private final Tensor second;
  private final Tensor gram;
  private final Tensor polynomial;
  private final List<MemorySegment> scratch;

  /**
   * Allocates what the largest of some matrices needs.
   *
   * @param arena owns the memory
   */
  Orthogonalization(List<Shape> shapes, Kernels kernels, Parallel parallel, Arena arena) {
    this.kernels = kernels;
    this.parallel = parallel;
    long elements = 1;
    int shorter = 1;
    int longer = 1;
    for (Shape shape : shapes) {
      elements = Math.max(elements, shape.elements());
      shorter = Math.max(shorter, Math.min(shape.rows(), shape.columns()));
      longer = Math.max(longer, Math.max(shape.rows(), shape.columns()));
    }
    Shape all = Shape.of(Math.toIntExact(elements));
    Shape square = Shape.of(Math.multiplyExact(shorter, shorter));
    first = Tensor.zeros(all, arena);
    second = Tensor.zeros(all, arena);
    gram = Tensor.zeros(square, arena);
    polynomial = Tensor.zeros(square, arena);
    long bytes =
        Math.max(
            kernels.scratchBytes(longer, 1), kernels.gradients().scratchBytes(longer, 1, longer));
    scratch =
        IntStream.range(0, parallel.threads())
            .mapToObj(_ -> arena.allocate(Math.max(1, bytes), Tensor.ALIGNMENT_BYTES))
            .toList();
  }

  /** Returns a matrix of a shape, to be filled with what {@link #compute} begins from. */
  Tensor input(Shape shape) {
    return view(first, shape.rows(), shape.columns());
  }

  /** Returns the result for the matrix that was filled in last; it is valid until the next. */
  Tensor compute(Shape shape) {
    Tensor x = view(first, shape.rows(), shape.columns());
    Tensor next = view(second, shape.rows(), shape.columns());
    double length = Math.sqrt(kernels.gradients().sumOfSquares(x, 0, shape.elements()));
    kernels.scale(x, (float) (1 / (length + EPSILON)), 0, shape.elements());
    for (int step = 0; step < STEPS; step++) {
      if (shape.rows() <= shape.columns()) {
        wide(x, next);
      } else {
        tall(x, next);
      }
      Tensor swapped = x;
      x = next;
      next = swapped;
    }
    return x;
  }

  private void wide(Tensor x, Tensor next) {
    int n = x.rows();
    Tensor a = view(gram, n, n);
    Tensor p = view(polynomial, n, n);
    multiplyTransposed(x, x, a);
    polynomial(a, p);
    parallel.forRanges(
        n,
        GRAIN,
        (worker, from, to) ->
            kernels.gradients().linearInput(p, x, from, to, false, next, scratch.get(worker)));
    addScaled(x, next);
  }

  private void tall(Tensor x, Tensor next) {
    int n = x.columns();
    Tensor a = view(gram, n, n);
    Tensor p = view(polynomial, n, n);
    a.data().fill((byte) 0);
    parallel.forRanges(
        n,
        GRAIN,
        (worker, from, to) ->
            kernels.gradients().linearWeight(x, x, from, to, a, scratch.get(worker)));
    polynomial(a, p);
    multiplyTransposed(x, p, next); // p is symmetric
    addScaled(x, next);
  }

  /** Sets {@code p = b·a + c·a²} for a symmetric a. */
  private void polynomial(Tensor a, Tensor p) {
    multiplyTransposed(a, a, p);
    overRows(
        a,
        (from, to) -> {
          for (long i = from; i < to; i++) {
            Floats.set(p.data(), i, B * Floats.at(a.data(), i) + C * Floats.at(p.data(), i));
          }
        });
  }

  /** Sets {@code y = x·wᵀ}. */
  private void multiplyTransposed(Tensor x, Tensor w, Tensor y) {
    parallel.forRanges(
        w.rows(),
        kernels.grain(x.rows()),
        (worker, from, to) -> kernels.linear(x, w, from, to, y, scratch.get(worker)));
  }

  /** Adds {@code next += a·x}. */
  private void addScaled(Tensor x, Tensor next) {
    overRows(
        x,
        (from, to) -> {
          for (long i = from; i < to; i++) {
            Floats.set(next.data(), i, Floats.at(next.data(), i) + A * Floats.at(x.data(), i));
          }
        });
  }

  /** Does something to elements {@code [from, to)}. */
  private interface Pass {
    void run(long from, long to);
  }

  private void overRows(Tensor x, Pass pass) {
    long columns = x.columns();
    parallel.forRanges(
        x.rows(), GRAIN, (worker, from, to) -> pass.run(from * columns, to * columns));
  }

  private static Tensor view(Tensor memory, int rows, int columns) {
    long bytes = (long) rows * columns * Float.BYTES;
    return Tensor.of(ElementType.F32, Shape.of(rows, columns), memory.data().asSlice(0, bytes));
  }
}
