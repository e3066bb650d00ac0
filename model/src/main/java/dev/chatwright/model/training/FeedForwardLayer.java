package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two linear layers with a non-linearity between: {@code y = down(activation(gate(x)) · up(x))}, or
 * without a gate {@code down(activation(up(x)))}.
 *
 * <p>Immutable.
 */
record FeedForwardLayer(
    @Nullable LinearLayer gate, LinearLayer up, LinearLayer down, Activation activation) {

  static FeedForwardLayer of(ArchSpec spec, String prefix, Learner learner) {
    return new FeedForwardLayer(
        spec.feedForward().gated() ? learner.linear(prefix + "ffn_gate") : null,
        learner.linear(prefix + "ffn_up"),
        learner.linear(prefix + "ffn_down"),
        spec.feedForward().activation());
  }

  /** Computes {@code y} {@code [T, C]} of the normalised rows in {@code saved}. */
  void forward(LayerActivations saved, Tensor y, Workers workers) {
    Tensor x = saved.feedForwardInput();
    up.forward(x, saved.up(), workers);
    if (gate != null) {
      gate.forward(x, saved.gate(), workers);
    }
    activate(saved, workers);
    down.forward(saved.inner(), y, workers);
  }

  /** Computes what the last product is given, of what the first ones gave. */
  void activate(LayerActivations saved, Workers workers) {
    Tensor inner = saved.inner();
    long columns = inner.columns();
    workers.overRows(
        inner,
        (worker, from, to) -> {
          long first = from * columns;
          long last = to * columns;
          if (gate == null) {
            workers.kernels().activate(activation, saved.up(), first, last, inner);
          } else {
            workers
                .kernels()
                .activateAndMultiply(activation, saved.gate(), saved.up(), first, last, inner);
          }
        });
  }

  /** Sets {@code dx} {@code [T, C]}, the gradient of the normalised rows. */
  void backward(LayerActivations saved, Tensor dy, Tensor dx, Step step) {
    Workers workers = step.workers();
    Tensor dInner = step.memory().inner();
    Tensor dGate = step.memory().gate();
    long columns = dInner.columns();
    down.backwardInput(dy, dInner, workers);
    down.backwardParameters(dy, saved.inner(), workers);
    if (gate == null) {
      workers.overRows(
          dInner,
          (worker, from, to) ->
              workers
                  .gradients()
                  .activate(activation, dInner, saved.up(), from * columns, to * columns, dInner));
    } else {
      workers.overRows(
          dInner,
          (worker, from, to) ->
              workers
                  .gradients()
                  .activateAndMultiply(
                      activation,
                      dInner,
                      saved.gate(),
                      saved.up(),
                      from * columns,
                      to * columns,
                      dGate,
                      dInner));
    }
    LinearLayer.Term throughUp = new LinearLayer.Term(up, dInner);
    LinearLayer.backwardInput(
        gate == null ? List.of(throughUp) : List.of(throughUp, new LinearLayer.Term(gate, dGate)),
        dx,
        workers);
    up.backwardParameters(dInner, saved.feedForwardInput(), workers);
    if (gate != null) {
      gate.backwardParameters(dGate, saved.feedForwardInput(), workers);
    }
  }
}
