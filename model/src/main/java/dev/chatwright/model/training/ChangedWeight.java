package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A matrix that stays as it is, and a change of low rank that learns: {@code W + scale · up·down}.
 *
 * <p>The sum is made anew for each pass and costs {@code r/T} of the product itself, so that
 * forward and backward multiply once by one matrix, and a quantised W is never held as floats for
 * longer. With h = x·downᵀ, backward is {@code dUp += scale · dyᵀ·h} and {@code dDown += scale ·
 * (dy·up)ᵀ·x}, with dy times what {@link Magnitude} multiplies its columns by.
 *
 * @param base {@code [N, K]}, of any element type
 * @param down {@code [r, K]}
 * @param up {@code [N, r]}
 * @param magnitude what the sum's rows are brought to, or null
 * @param options whose scale is used, and whether the change is to be left out
 * @param firstOutput where it begins among the outputs of the product it is a part of
 * @param allOutputs how many that product has
 */
record ChangedWeight(
    Tensor base,
    Parameter down,
    Parameter up,
    @Nullable Magnitude magnitude,
    ChangeSwitch options,
    int firstOutput,
    int allOutputs)
    implements ProductWeight {

  /** Returns a change of a whole product. */
  static ChangedWeight of(
      Tensor base,
      Parameter down,
      Parameter up,
      @Nullable Magnitude magnitude,
      ChangeSwitch options) {
    return new ChangedWeight(base, down, up, magnitude, options, 0, base.rows());
  }

  @Override
  public int outputs() {
    return base.rows();
  }

  @Override
  public int inputs() {
    return base.columns();
  }

  @Override
  public ProductWeight part(int from, int to) {
    return new ChangedWeight(
        base.rows(from, to),
        down,
        up.part(from, to),
        magnitude == null ? null : magnitude.part(from, to),
        options,
        firstOutput + from,
        allOutputs);
  }

  @Override
  public Tensor operand(int room, Workers workers) {
    return options.off() ? base : sum(room, magnitude != null, workers);
  }

  @Override
  public Tensor floats(int room, Workers workers) {
    return options.off() ? new Frozen(base).floats(room, workers) : operand(room, workers);
  }

  @Override
  public boolean isConstant() {
    return false;
  }

  /**
   * Returns {@code W + scale · up·down}, and notes how long its rows are if there is a magnitude.
   *
   * @param scaled whether rows are then brought to the lengths wanted
   */
  private Tensor sum(int room, boolean scaled, Workers workers) {
    Tensor sum = workers.room(room, outputs(), inputs());
    Tensor scaledUp = workers.lowRank().scaled(up.value(), options.scale(), workers);
    workers.overOutputs(
        outputs(),
        (worker, from, to) -> {
          workers.kernels().copyRows(base, from, to, sum, workers.scratch(worker));
          workers
              .gradients()
              .linearInput(scaledUp, down.value(), from, to, true, sum, workers.scratch(worker));
          if (magnitude != null) {
            magnitude.measure(sum, from, to, workers);
          }
          if (magnitude != null && scaled) {
            magnitude.scale(sum, from, to, workers);
          }
        });
    return sum;
  }

  @Override
  public @Nullable Tensor wholeGradient() {
    return null;
  }

  @Override
  public void backward(Tensor dy, Tensor x, Workers workers) {
    @Nullable DocumentNorms norms = options.norms();
    if (norms == null) {
      addGradients(dy, x, workers);
    } else {
      addNorms(dy, x, norms, workers);
    }
  }

  private void addGradients(Tensor dy, Tensor x, Workers workers) {
    LowRankMemory memory = workers.lowRank();
    Tensor h = memory.inner();
    Tensor dH = memory.dInner();
    Tensor upRows = memory.transposed(up.value());
    if (magnitude != null) {
      // Room 0 is free again: the pass back to the input, which used it, comes before this one.
      magnitude.backward(dy, x, sum(0, false, workers), workers);
      LowRankMemory.scaleColumns(upRows, magnitude);
    }
    workers.overRows(
        x,
        (worker, from, to) -> {
          reduce(x, down.value(), from, to, h, workers, worker);
          reduce(dy, upRows, from, to, dH, workers, worker);
        });
    Tensor dUp = memory.zeros(up.value());
    addProducts(h, dy, dUp, workers);
    addProducts(dH, x, down.gradient(), workers);
    if (magnitude != null) {
      LowRankMemory.scaleColumns(dUp, magnitude);
    }
    LowRankMemory.addTransposed(dUp, up.gradient());
  }

  /** Multiplies rows {@code [from, to)} by a few rows of a weight, and by the scale. */
  private void reduce(Tensor x, Tensor w, int from, int to, Tensor y, Workers workers, int worker) {
    Tensor rows = y.rows(from, to);
    workers.kernels().linear(x.rows(from, to), w, 0, w.rows(), rows, workers.scratch(worker));
    workers.kernels().scale(rows, options.scale(), 0, rows.shape().elements());
  }

  /** Adds {@code aᵀ·b} {@code [r, C]}. */
  private static void addProducts(Tensor a, Tensor b, Tensor sums, Workers workers) {
    workers.overGradient(
        sums.rows(),
        sums.columns(),
        (worker, fromRow, toRow, from, to) ->
            workers
                .gradients()
                .linearWeight(a, b, fromRow, toRow, from, to, sums, workers.scratch(worker)));
  }

  /**
   * Adds the norms of both gradients. As all parts of a product share {@code down}, whose gradient
   * is the sum of what each part would add, that is measured with the last part: parts must follow
   * each other, from the first on.
   */
  private void addNorms(Tensor dy, Tensor x, DocumentNorms norms, Workers workers) {
    LowRankMemory memory = workers.lowRank();
    Tensor h = memory.inner();
    Tensor dH = memory.dInner();
    Tensor upRows = memory.transposed(up.value());
    boolean isFirst = firstOutput == 0;
    workers.overRows(
        x,
        (worker, from, to) -> {
          reduce(dy, upRows, from, to, isFirst ? dH : h, workers, worker);
          if (!isFirst) {
            long rank = h.columns();
            workers.kernels().add(h, from * rank, to * rank, dH);
          }
          reduce(x, down.value(), from, to, h, workers, worker);
        });
    norms.add(h, dy, workers);
    if (firstOutput + outputs() == allOutputs) {
      norms.add(dH, x, workers);
    }
  }
}
