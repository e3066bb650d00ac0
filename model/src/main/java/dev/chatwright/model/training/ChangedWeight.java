package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A matrix that stays as it is, and a change of low rank that learns: {@code W + scale · up·down}.
 *
 * <p>The sum is made anew for each pass and costs {@code r/T} of the product itself, so that
 * forward and backward multiply once by one matrix, and a quantised W is never held as floats for
 * longer. With h = x·downᵀ, backward is {@code dUp += scale · dyᵀ·h} and {@code dDown += scale ·
 * (dy·up)ᵀ·x}.
 *
 * @param base {@code [N, K]}, of any element type
 * @param down {@code [r, K]}
 * @param up {@code [N, r]}
 * @param options whose scale is used, and whether the change is to be left out
 * @param firstOutput where it begins among the outputs of the product it is a part of
 * @param allOutputs how many that product has
 */
record ChangedWeight(
    Tensor base,
    Parameter down,
    Parameter up,
    ChangeSwitch options,
    int firstOutput,
    int allOutputs)
    implements ProductWeight {
  /** Rows of {@code down} whose gradient a thread computes at least. */
  private static final int RANK_GRAIN = 8;

  /** Returns a change of a whole product. */
  static ChangedWeight of(Tensor base, Parameter down, Parameter up, ChangeSwitch options) {
    return new ChangedWeight(base, down, up, options, 0, base.rows());
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
        base.rows(from, to), down, up.part(from, to), options, firstOutput + from, allOutputs);
  }

  @Override
  public Tensor operand(int room, Workers workers) {
    return options.off() ? base : floats(room, workers);
  }

  @Override
  public Tensor floats(int room, Workers workers) {
    Tensor sum = workers.room(room, outputs(), inputs());
    Tensor scaled = workers.lowRank().scaled(up.value(), options.scale(), workers);
    workers.overGradient(
        outputs(),
        (worker, from, to) -> {
          for (int row = from; row < to; row++) {
            workers.kernels().copyRow(base, row, sum, row);
          }
          workers
              .gradients()
              .linearInput(scaled, down.value(), from, to, true, sum, workers.scratch(worker));
        });
    return sum;
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
    project(dy, x, options.scale(), false, workers);
    workers.overGradient(
        outputs(),
        (worker, from, to) ->
            workers
                .gradients()
                .linearWeight(dy, h, from, to, up.gradient(), workers.scratch(worker)));
    workers.each(
        Math.ceilDiv(h.columns(), RANK_GRAIN),
        (worker, from, to) ->
            workers
                .gradients()
                .linearWeight(
                    dH,
                    x,
                    from * RANK_GRAIN,
                    Math.min(to * RANK_GRAIN, h.columns()),
                    down.gradient(),
                    workers.scratch(worker)));
  }

  /**
   * Adds the norms of both gradients. As all parts of a product share {@code down}, whose gradient
   * is the sum of what each part would add, that is measured with the last part: parts must follow
   * each other, from the first on.
   */
  private void addNorms(Tensor dy, Tensor x, DocumentNorms norms, Workers workers) {
    double factor = (double) options.scale() * options.scale();
    project(dy, x, 1, firstOutput > 0, workers);
    norms.add(dy, workers.lowRank().inner(), factor, workers);
    if (firstOutput + outputs() == allOutputs) {
      norms.add(workers.lowRank().dInner(), x, factor, workers);
    }
  }

  /** Sets {@code h = scale · x·downᵀ}, and sets or adds to {@code dH}: {@code scale · dy·up}. */
  private void project(Tensor dy, Tensor x, float scale, boolean accumulate, Workers workers) {
    LowRankMemory memory = workers.lowRank();
    Tensor h = memory.inner();
    Tensor dH = memory.dInner();
    Tensor downColumns = memory.transposed(down.value());
    workers.overRows(
        x,
        (worker, from, to) -> {
          workers
              .gradients()
              .linearInput(x, downColumns, from, to, false, h, workers.scratch(worker));
          workers
              .gradients()
              .linearInput(dy, up.value(), from, to, accumulate, dH, workers.scratch(worker));
          long rank = h.columns();
          if (scale != 1) {
            workers.kernels().scale(h, scale, from * rank, to * rank);
            workers.kernels().scale(dH, scale, from * rank, to * rank);
          }
        });
  }
}
