package dev.chatwright.model.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.AttentionSpec;
import dev.chatwright.model.NormSpec;
import dev.chatwright.model.RotarySpec;
import dev.chatwright.tensor.Activation;
import dev.chatwright.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The formulas of a transformer, number by number on a tape. Confined to one thread. */
final class ReferenceNetwork {
  private final ScalarTape tape = new ScalarTape();
  private final ArchSpec spec;
  private final Map<String, int[][]> parameters = new HashMap<>();

  ReferenceNetwork(ArchSpec spec, Parameters from) {
    this.spec = spec;
    tape.constant(0);
    for (Parameter parameter : from.all()) {
      parameters.put(parameter.name(), numbers(parameter.value()));
    }
  }

  private int[][] numbers(Tensor tensor) {
    int[][] numbers = new int[tensor.rows()][tensor.columns()];
    for (int row = 0; row < tensor.rows(); row++) {
      for (int column = 0; column < tensor.columns(); column++) {
        numbers[row][column] = tape.constant(tensor.get(row, column));
      }
    }
    return numbers;
  }

  /** Returns the sum of the losses, after which {@link #gradients} tells what changes it. */
  double loss(TokenBatch batch, double factor) {
    int[][] hidden = new int[batch.rows()][];
    for (int row = 0; row < hidden.length; row++) {
      hidden[row] = embedded(batch.tokens()[row], row - batch.starts()[row]);
    }
    for (int layer = 0; layer < spec.layers(); layer++) {
      String prefix = "blk." + layer + ".";
      int[][] attended =
          attended(prefix, layer, normed(prefix + "attn_norm", hidden), batch.starts());
      addTo(hidden, normedAfter(prefix + "post_attention_norm", attended));
      int[][] fed = fedForward(prefix, normed(prefix + "ffn_norm", hidden));
      addTo(hidden, normedAfter(prefix + "post_ffw_norm", fed));
    }
    String head = parameters.containsKey("output.weight") ? "output" : "token_embd";
    int[][] logits = linear(head, normed("output_norm", hidden));
    for (int[] row : logits) {
      Arrays.setAll(row, i -> capped(row[i], spec.logitSoftCap()));
    }
    int loss = tape.constant(0);
    for (int row = 0; row < logits.length; row++) {
      if (batch.targets()[row] >= 0) {
        loss = tape.add(loss, crossEntropy(logits[row], batch.targets()[row]));
      }
    }
    tape.backward(tape.scale(loss, factor));
    return tape.value(loss);
  }

  /** Returns the gradient of a parameter, row after row. */
  double[] gradients(String name) {
    return Arrays.stream(required(name))
        .flatMapToInt(Arrays::stream)
        .mapToDouble(tape::gradient)
        .toArray();
  }

  private int[][] required(String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }

  private int[] embedded(int token, int position) {
    int[] row = required("token_embd.weight")[token].clone();
    for (int i = 0; i < row.length; i++) {
      row[i] = tape.scale(row[i], spec.embedding().scale());
      if (spec.embedding().positions() > 0) {
        row[i] = tape.add(row[i], required("position_embd.weight")[position][i]);
      }
    }
    return row;
  }

  private int[][] normedAfter(String name, int[][] x) {
    return spec.norms().placement() == NormSpec.Placement.AROUND ? normed(name, x) : x;
  }

  private int[][] normed(String name, int[][] x) {
    return Arrays.stream(x).map(row -> normed(name, row)).toArray(int[][]::new);
  }

  private int[] normed(String name, int[] x) {
    int[] centred = x.clone();
    if (spec.norms().kind() == NormSpec.Kind.LAYER) {
      int mean = tape.scale(tape.sum(x), 1.0 / x.length);
      Arrays.setAll(centred, i -> tape.subtract(x[i], mean));
    }
    int square = tape.scale(tape.dot(centred, centred), 1.0 / x.length);
    int factor = tape.inverseRoot(square, spec.norms().epsilon());
    int offset = tape.constant(spec.norms().gainOffset());
    int[] gain =
        Arrays.stream(required(name + ".weight")[0]).map(g -> tape.add(g, offset)).toArray();
    int @Nullable [][] bias = parameters.get(name + ".bias");
    int[] y = new int[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = tape.multiply(gain[i], tape.multiply(centred[i], factor));
      y[i] = bias == null ? y[i] : tape.add(y[i], bias[0][i]);
    }
    return y;
  }

  private int[][] linear(String name, int[][] x) {
    int[][] weight = required(name + ".weight");
    int @Nullable [][] bias = parameters.get(name + ".bias");
    int[][] y = new int[x.length][weight.length];
    for (int row = 0; row < x.length; row++) {
      for (int n = 0; n < weight.length; n++) {
        y[row][n] = tape.dot(x[row], weight[n]);
        y[row][n] = bias == null ? y[row][n] : tape.add(y[row][n], bias[0][n]);
      }
    }
    return y;
  }

  private int[][] attended(String prefix, int layer, int[][] x, int[] starts) {
    AttentionSpec attention = spec.attention();
    int width = attention.queryWidth();
    int keyWidth = attention.keyValueWidth();
    boolean fused = parameters.containsKey(prefix + "attn_qkv.weight");
    int[][] all = fused ? linear(prefix + "attn_qkv", x) : new int[0][];
    int[][] queries = fused ? columns(all, 0, width) : linear(prefix + "attn_q", x);
    int[][] keys = fused ? columns(all, width, keyWidth) : linear(prefix + "attn_k", x);
    int[][] values =
        fused ? columns(all, width + keyWidth, keyWidth) : linear(prefix + "attn_v", x);
    int[][] y = new int[x.length][width];
    int head = attention.headWidth();
    int group = attention.heads() / attention.keyValueHeads();
    int window = attention.windows().get(layer);
    RotarySpec rotary = window > 0 ? attention.localRotary() : attention.rotary();
    if (attention.queryKeyNorm()) {
      normHeads(prefix + "attn_q_norm", queries);
      normHeads(prefix + "attn_k_norm", keys);
    }
    for (int row = 0; row < x.length; row++) {
      rotate(rotary, queries[row], row - starts[row]);
      rotate(rotary, keys[row], row - starts[row]);
      int first = window == 0 ? starts[row] : Math.max(starts[row], row - window + 1);
      for (int h = 0; h < attention.heads(); h++) {
        int from = h / group * head;
        int[] query = Arrays.copyOfRange(queries[row], h * head, (h + 1) * head);
        int[] weights = new int[row - first + 1];
        for (int s = 0; s < weights.length; s++) {
          int[] key = Arrays.copyOfRange(keys[first + s], from, from + head);
          int score = tape.scale(tape.dot(query, key), attention.scale());
          weights[s] = tape.exp(capped(score, attention.softCap()));
        }
        int total = tape.sum(weights);
        for (int d = 0; d < head; d++) {
          int sum = tape.constant(0);
          for (int s = 0; s < weights.length; s++) {
            sum = tape.add(sum, tape.multiply(weights[s], values[first + s][from + d]));
          }
          y[row][h * head + d] = tape.divide(sum, total);
        }
      }
    }
    return linear(prefix + "attn_output", y);
  }

  private static int[][] columns(int[][] x, int from, int count) {
    return Arrays.stream(x)
        .map(row -> Arrays.copyOfRange(row, from, from + count))
        .toArray(int[][]::new);
  }

  private void normHeads(String name, int[][] x) {
    int width = spec.attention().headWidth();
    for (int[] row : x) {
      for (int from = 0; from < row.length; from += width) {
        int[] head = normed(name, Arrays.copyOfRange(row, from, from + width));
        System.arraycopy(head, 0, row, from, width);
      }
    }
  }

  private int capped(int x, float cap) {
    return cap == 0 ? x : tape.scale(tape.tanh(tape.scale(x, 1 / (double) cap)), cap);
  }

  private void rotate(RotarySpec rotary, int[] row, int position) {
    int half = rotary.rotated() / 2;
    boolean interleaved = rotary.interleaved();
    for (int head = 0; head < row.length; head += spec.attention().headWidth()) {
      for (int i = 0; i < half; i++) {
        double angle = position * Math.pow(rotary.base(), -(double) i / half);
        int a = head + (interleaved ? 2 * i : i);
        int b = interleaved ? a + 1 : a + half;
        int first = row[a];
        int second = row[b];
        row[a] = rotated(first, Math.cos(angle), second, -Math.sin(angle));
        row[b] = rotated(first, Math.sin(angle), second, Math.cos(angle));
      }
    }
  }

  private int rotated(int a, double aFactor, int b, double bFactor) {
    return tape.add(tape.scale(a, aFactor), tape.scale(b, bFactor));
  }

  private int[][] fedForward(String prefix, int[][] x) {
    int[][] up = linear(prefix + "ffn_up", x);
    int width = spec.feedForward().width();
    boolean gated = spec.feedForward().gated();
    boolean fused = gated && !parameters.containsKey(prefix + "ffn_gate.weight");
    int[][] gate = fused ? columns(up, 0, width) : gated ? linear(prefix + "ffn_gate", x) : up;
    int[][] inner = fused ? columns(up, width, width) : up;
    for (int row = 0; row < inner.length; row++) {
      for (int i = 0; i < inner[row].length; i++) {
        int active = activated(gate[row][i]);
        inner[row][i] = gated ? tape.multiply(active, inner[row][i]) : active;
      }
    }
    return linear(prefix + "ffn_down", inner);
  }

  private int activated(int x) {
    int one = tape.constant(1);
    if (spec.feedForward().activation() == Activation.SILU) {
      return tape.divide(x, tape.add(one, tape.exp(tape.scale(x, -1))));
    }
    int cube = tape.scale(tape.multiply(x, tape.multiply(x, x)), 0.044715);
    int inner = tape.scale(tape.add(x, cube), Math.sqrt(2 / Math.PI));
    return tape.scale(tape.multiply(x, tape.add(one, tape.tanh(inner))), 0.5);
  }

  private int crossEntropy(int[] logits, int target) {
    int[] exponentials = Arrays.stream(logits).map(tape::exp).toArray();
    return tape.subtract(tape.log(tape.sum(exponentials)), logits[target]);
  }

  private void addTo(int[][] hidden, int[][] more) {
    for (int row = 0; row < hidden.length; row++) {
      for (int i = 0; i < hidden[row].length; i++) {
        hidden[row][i] = tape.add(hidden[row][i], more[row][i]);
      }
    }
  }
}
