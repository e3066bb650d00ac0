package dev.chatwright.model.training;

import dev.chatwright.tensor.Tensor;

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
 */
record ChangedWeight(Tensor base, Parameter down, Parameter up, ChangeSwitch options)
    implements ProductWeight {
  /** Rows of {@code down} whose gradient a thread computes at least. */
  private static final int RANK_GRAIN = 8;

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
    return new ChangedWeight(base.rows(from, to), down, up.part(from, to), options);
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
              .linearInput(dy, up.value(), from, to, false, dH, workers.scratch(worker));
          long rank = h.columns();
          workers.kernels().scale(h, options.scale(), from * rank, to * rank);
          workers.kernels().scale(dH, options.scale(), from * rank, to * rank);
        });
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
}
