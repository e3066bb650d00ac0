package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.FeedForwardSpec;
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
    @Nullable LinearLayer gate, LinearLayer up, LinearLayer down, Activation activation)
    implements Sublayer {

  static FeedForwardLayer of(ArchSpec spec, String prefix, Learner learner) {
    FeedForwardSpec feedForward = spec.feedForward();
    LinearLayer up = learner.linear(prefix + "ffn_up");
    LinearLayer down = learner.linear(prefix + "ffn_down");
    Activation activation = feedForward.activation();
    if (!feedForward.gated()) {
      return new FeedForwardLayer(null, up, down, activation);
    }
    if (learner.findProduct(prefix + "ffn_gate.weight").isPresent()) {
      return new FeedForwardLayer(learner.linear(prefix + "ffn_gate"), up, down, activation);
    }
    int width = feedForward.width();
    return new FeedForwardLayer(up.part(0, width), up.part(width, 2 * width), down, activation);
  }

  @Override
  public void forward(Tensor x, LayerActivations saved, Tensor y, Step step) {
    FeedForwardActivations activations = saved.feedForward();
    Workers workers = step.workers();
    project(x, activations, workers);
    activate(activations, workers);
    down.forward(activations.inner(), y, workers);
  }

  private void project(Tensor x, FeedForwardActivations activations, Workers workers) {
    BfloatWork bfloats = workers.bfloats();
    if (bfloats == null || gate == null) {
      up.forward(x, activations.up(), workers);
      if (gate != null) {
        gate.forward(x, activations.gate(), workers);
      }
      return;
    }
    bfloats.forward(
        x,
        List.of(
            new BfloatWork.Forward(gate.weight().floats(0, workers), activations.gate()),
            new BfloatWork.Forward(up.weight().floats(1, workers), activations.up())));
    gate.addBias(activations.gate(), workers);
    up.addBias(activations.up(), workers);
  }

  @Override
  public void recomputeElements(LayerActivations saved, Step step) {
    activate(saved.feedForward(), step.workers());
  }

  /** Computes what the last product is given, of what the first ones gave. */
  private void activate(FeedForwardActivations saved, Workers workers) {
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

  @Override
  public void backward(Tensor x, LayerActivations saved, Tensor dy, Tensor dx, Step step) {
    Workers workers = step.workers();
    Tensor dInner = step.memory().inner();
    Tensor dGate = step.memory().gate();
    down.backward(dy, saved.feedForward().inner(), dInner, workers);
    activateBackward(saved.feedForward(), dInner, dGate, workers);
    LinearLayer.Term throughUp = new LinearLayer.Term(up, dInner);
    List<LinearLayer.Term> terms =
        gate == null ? List.of(throughUp) : List.of(throughUp, new LinearLayer.Term(gate, dGate));
    // The gate learns first: where both are parts of one product, it is the first part.
    LinearLayer.backward(terms, terms.reversed(), x, dx, workers);
  }

  /**
   * Turns the gradient of what the last product is given into those of what the first ones gave.
   */
  private void activateBackward(
      FeedForwardActivations saved, Tensor dInner, Tensor dGate, Workers workers) {
    long columns = dInner.columns();
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
  }
}
