package dev.chatwright.model;

import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two linear layers with a non-linearity between: {@code y = down(activation(gate(x)) · up(x))}, or
 * without a gate {@code down(activation(up(x)))}.
 *
 * <p>Immutable.
 */
record FeedForward(@Nullable Linear gate, Linear up, Linear down, Activation activation)
    implements Residual.Sublayer {

  static FeedForward read(ArchSpec spec, String prefix, WeightReader weights) {
    FeedForwardSpec feedForward = spec.feedForward();
    int width = feedForward.width();
    Linear down = weights.linear(prefix + "ffn_down", spec.width(), width, false);
    if (!feedForward.gated()) {
      Linear up = weights.linear(prefix + "ffn_up", width, spec.width(), false);
      return new FeedForward(null, up, down, feedForward.activation());
    }
    if (weights.has(prefix + "ffn_gate.weight")) {
      Linear gate = weights.linear(prefix + "ffn_gate", width, spec.width(), false);
      Linear up = weights.linear(prefix + "ffn_up", width, spec.width(), false);
      return new FeedForward(gate, up, down, feedForward.activation());
    }
    List<Linear> fused =
        weights.fused(prefix + "ffn_up", List.of(width, width), spec.width(), false);
    return new FeedForward(fused.get(0), fused.get(1), down, feedForward.activation());
  }

  @Override
  public void forward(Tensor x, Tensor y, ForwardPass pass) {
    Tensor inner = pass.activations().up();
    if (gate == null) {
      up.forward(x, inner, pass);
      pass.overRows(
          inner.columns(), (worker, from, to) -> activateRows(inner, from, to, pass.kernels()));
    } else {
      gatedForward(gate, x, inner, pass);
    }
    down.forward(inner, y, pass);
  }

  private void gatedForward(Linear gateLayer, Tensor x, Tensor inner, ForwardPass pass) {
    Tensor gates = pass.activations().gate();
    boolean biased = gateLayer.bias() != null || up.bias() != null;
    Linear.prepare(x, pass, gateLayer, up);
    pass.parallel(
        up.outputs(),
        pass.grain(),
        (worker, from, to) -> {
          gateLayer.multiply(x, from, to, gates, pass, worker);
          up.multiply(x, from, to, inner, pass, worker);
          if (!biased) {
            activateColumns(gates, inner, from, to, pass.kernels());
          }
        });
    if (biased) {
      pass.overRows(
          inner.columns(),
          (worker, from, to) -> {
            gateLayer.addBias(from, to, gates, pass);
            up.addBias(from, to, inner, pass);
            long columns = inner.columns();
            pass.kernels()
                .activateAndMultiply(activation, gates, inner, from * columns, to * columns, inner);
          });
    }
  }

  /** Finishes a range of columns while the thread that computed it still has it in its cache. */
  private void activateColumns(Tensor gates, Tensor inner, int from, int to, Kernels kernels) {
    long columns = inner.columns();
    for (int row = 0; row < inner.rows(); row++) {
      long start = row * columns;
      kernels.activateAndMultiply(activation, gates, inner, start + from, start + to, inner);
    }
  }

  private void activateRows(Tensor inner, int from, int to, Kernels kernels) {
    long columns = inner.columns();
    kernels.activate(activation, inner, from * columns, to * columns, inner);
  }
}
