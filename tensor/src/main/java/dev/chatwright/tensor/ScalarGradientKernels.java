package dev.chatwright.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The kernels of training in plain Java: the simplest loops that are right.
 *
 * <p>They are the specification of {@link GradientKernels}. Immutable.
 */
enum ScalarGradientKernels implements GradientKernels {
  INSTANCE;

  @Override
  public long scratchBytes(int maxColumns, int maxContext, int headWidth) {
    return 0;
  }

  @Override
  public void linearInput(
      Tensor dy,
      Tensor w,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      boolean accumulate,
      Tensor dx,
      MemorySegment scratch) {
    for (int t = fromRow; t < toRow; t++) {
      for (int k = fromColumn; k < toColumn; k++) {
        float sum = accumulate ? dx.get(t, k) : 0;
        for (int n = 0; n < w.rows(); n++) {
          sum += dy.get(t, n) * w.get(n, k);
        }
        dx.set(t, k, sum);
      }
    }
  }

  @Override
  public void linearWeight(
      Tensor dy,
      Tensor x,
      int fromRow,
      int toRow,
      int fromColumn,
      int toColumn,
      Tensor dw,
      MemorySegment scratch) {
    for (int n = fromRow; n < toRow; n++) {
      for (int k = fromColumn; k < toColumn; k++) {
        float sum = dw.get(n, k);
        for (int t = 0; t < x.rows(); t++) {
          sum += dy.get(t, n) * x.get(t, k);
        }
        dw.set(n, k, sum);
      }
    }
  }

  @Override
  public void bias(Tensor dy, int fromColumn, int toColumn, Tensor db) {
    for (int t = 0; t < dy.rows(); t++) {
      for (int c = fromColumn; c < toColumn; c++) {
        add(db, 0, c, dy.get(t, c));
      }
    }
  }

  @Override
  public void rmsNorm(
      Tensor dy,
      Tensor x,
      Tensor gain,
      float epsilon,
      int fromRow,
      int toRow,
      Tensor dx,
      Tensor statistics) {
    int columns = x.columns();
    for (int t = fromRow; t < toRow; t++) {
      double squares = 0;
      double products = 0;
      for (int c = 0; c < columns; c++) {
        squares += (double) x.get(t, c) * x.get(t, c);
        products += (double) gain.get(0, c) * dy.get(t, c) * x.get(t, c);
      }
      double factor = 1 / Math.sqrt(squares / columns + epsilon);
      double pull = products / columns * factor * factor;
      for (int c = 0; c < columns; c++) {
        double direct = (double) gain.get(0, c) * dy.get(t, c);
        add(dx, t, c, (float) (factor * (direct - x.get(t, c) * pull)));
      }
      statistics.set(t, 0, 0);
      statistics.set(t, 1, (float) factor);
    }
  }

  @Override
  public void layerNorm(
      Tensor dy,
      Tensor x,
      Tensor gain,
      float epsilon,
      int fromRow,
      int toRow,
      Tensor dx,
      Tensor statistics) {
    int columns = x.columns();
    for (int t = fromRow; t < toRow; t++) {
      double mean = 0;
      for (int c = 0; c < columns; c++) {
        mean += x.get(t, c) / (double) columns;
      }
      double variance = 0;
      for (int c = 0; c < columns; c++) {
        variance += (x.get(t, c) - mean) * (x.get(t, c) - mean) / columns;
      }
      double factor = 1 / Math.sqrt(variance + epsilon);
      double meanDirect = 0;
      double meanProduct = 0;
      for (int c = 0; c < columns; c++) {
        double direct = (double) gain.get(0, c) * dy.get(t, c);
        meanDirect += direct / columns;
        meanProduct += direct * (x.get(t, c) - mean) * factor / columns;
      }
      for (int c = 0; c < columns; c++) {
        double direct = (double) gain.get(0, c) * dy.get(t, c);
        double normed = (x.get(t, c) - mean) * factor;
        add(dx, t, c, (float) (factor * (direct - meanDirect - normed * meanProduct)));
      }
      statistics.set(t, 0, (float) mean);
      statistics.set(t, 1, (float) factor);
    }
  }

  @Override
  public void gain(
      Tensor dy, Tensor x, Tensor statistics, int fromColumn, int toColumn, Tensor dGain) {
    for (int t = 0; t < dy.rows(); t++) {
      for (int c = fromColumn; c < toColumn; c++) {
        float normed = (x.get(t, c) - statistics.get(t, 0)) * statistics.get(t, 1);
        add(dGain, 0, c, dy.get(t, c) * normed);
      }
    }
  }

  @Override
  public void activate(Activation activation, Tensor dy, Tensor x, long from, long to, Tensor dx) {
    for (long i = from; i < to; i++) {
      setFloat(dx, i, (float) (getFloat(dy, i) * slope(activation, getFloat(x, i))));
    }
  }

  @Override
  public void activateAndMultiply(
      Activation activation,
      Tensor dy,
      Tensor gate,
      Tensor up,
      long from,
      long to,
      Tensor dGate,
      Tensor dUp) {
    for (long i = from; i < to; i++) {
      float gradient = getFloat(dy, i);
      float x = getFloat(gate, i);
      setFloat(dGate, i, (float) (gradient * getFloat(up, i) * slope(activation, x)));
      setFloat(dUp, i, (float) (gradient * value(activation, x)));
    }
  }

  private static double value(Activation activation, double x) {
    return switch (activation) {
      case SILU -> x / (1 + Math.exp(-x));
      case GELU -> 0.5 * x * (1 + ErrorFunction.erf(x / Math.sqrt(2)));
      case GELU_TANH -> 0.5 * x * (1 + Math.tanh(tanhArgument(x)));
    };
  }

  private static double slope(Activation activation, double x) {
    return switch (activation) {
      case SILU -> {
        double sigmoid = 1 / (1 + Math.exp(-x));
        yield sigmoid * (1 + x * (1 - sigmoid));
      }
      case GELU -> {
        double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        yield 0.5 * (1 + ErrorFunction.erf(x / Math.sqrt(2))) + x * density;
      }
      case GELU_TANH -> {
        double tanh = Math.tanh(tanhArgument(x));
        double inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
        yield 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * inner;
      }
    };
  }

  private static double tanhArgument(double x) {
    return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
  }

  @Override
  public void attend(
      AttentionShape shape,
      Tensor queries,
      Tensor keys,
      Tensor values,
      int[] starts,
      int fromRow,
      int toRow,
      int head,
      Tensor y,
      Tensor logSums,
      MemorySegment scratch) {
    int column = head * shape.headWidth();
    int keyColumn = head / shape.group() * shape.headWidth();
    for (int t = fromRow; t < toRow; t++) {
      int first = firstVisible(shape, starts, t);
      double[] scores = new double[t + 1];
      double max = Double.NEGATIVE_INFINITY;
      for (int s = first; s <= t; s++) {
        scores[s] = score(shape, queries, t, column, keys, s, keyColumn);
        max = Math.max(max, scores[s]);
      }
      double sum = 0;
      for (int s = first; s <= t; s++) {
        sum += Math.exp(scores[s] - max);
      }
      double logSum = max + Math.log(sum);
      logSums.set(head, t, (float) logSum);
      for (int d = 0; d < shape.headWidth(); d++) {
        double average = 0;
        for (int s = first; s <= t; s++) {
          average += Math.exp(scores[s] - logSum) * values.get(s, keyColumn + d);
        }
        y.set(t, column + d, (float) average);
      }
    }
  }

  private static int firstVisible(AttentionShape shape, int[] starts, int row) {
    return Math.max(starts[row], shape.firstVisible(row));
  }

  private static double score(
      AttentionShape shape, Tensor queries, int t, int column, Tensor keys, int s, int keyColumn) {
    double score = shape.scale() * dot(shape, queries, t, column, keys, s, keyColumn);
    float cap = shape.softCap();
    return cap == 0 ? score : cap * Math.tanh(score / cap);
  }

  /** Returns the slope of a soft cap where it gave {@code capped}. */
  private static double capSlope(double capped, float cap) {
    return cap == 0 ? 1 : 1 - capped / cap * (capped / cap);
  }

  private static double dot(
      AttentionShape shape, Tensor a, int aRow, int aColumn, Tensor b, int bRow, int bColumn) {
    double dot = 0;
    for (int d = 0; d < shape.headWidth(); d++) {
      dot += (double) a.get(aRow, aColumn + d) * b.get(bRow, bColumn + d);
    }
    return dot;
  }

  @Override
  public void attention(
      AttentionShape shape,
      Tensor queries,
      Tensor keys,
      Tensor values,
      int[] starts,
      int fromRow,
      int toRow,
      int keyValueHead,
      Tensor y,
      Tensor logSums,
      Tensor dy,
      Tensor dQueries,
      Tensor dKeys,
      Tensor dValues,
      MemorySegment scratch) {
    int width = shape.headWidth();
    int keyColumn = keyValueHead * width;
    clear(dKeys, fromRow, toRow, keyColumn, width);
    clear(dValues, fromRow, toRow, keyColumn, width);
    for (int i = 0; i < shape.group(); i++) {
      int head = keyValueHead * shape.group() + i;
      int column = head * width;
      clear(dQueries, fromRow, toRow, column, width);
      for (int t = fromRow; t < toRow; t++) {
        double delta = dot(shape, dy, t, column, y, t, column);
        for (int s = firstVisible(shape, starts, t); s <= t; s++) {
          double score = score(shape, queries, t, column, keys, s, keyColumn);
          double weight = Math.exp(score - logSums.get(head, t));
          double dWeight = dot(shape, dy, t, column, values, s, keyColumn);
          double slope = shape.scale() * capSlope(score, shape.softCap());
          double dScore = slope * weight * (dWeight - delta);
          for (int d = 0; d < width; d++) {
            add(dQueries, t, column + d, (float) (dScore * keys.get(s, keyColumn + d)));
            add(dKeys, s, keyColumn + d, (float) (dScore * queries.get(t, column + d)));
            add(dValues, s, keyColumn + d, (float) (weight * dy.get(t, column + d)));
          }
        }
      }
    }
  }

  private static void clear(Tensor x, int fromRow, int toRow, int column, int width) {
    for (int t = fromRow; t < toRow; t++) {
      for (int d = 0; d < width; d++) {
        x.set(t, column + d, 0);
      }
    }
  }

  @Override
  public void lookUp(
      Tensor dy, int[] ids, float factor, int fromColumn, int toColumn, Tensor dTable) {
    for (int t = 0; t < dy.rows(); t++) {
      for (int c = fromColumn; c < toColumn; c++) {
        add(dTable, ids[t], c, factor * dy.get(t, c));
      }
    }
  }

  @Override
  public void crossEntropy(
      Tensor logits,
      int[] targets,
      int firstTarget,
      float softCap,
      float factor,
      int fromRow,
      int toRow,
      float[] losses) {
    for (int t = fromRow; t < toRow; t++) {
      int target = targets[firstTarget + t];
      double logSum = ScalarKernels.INSTANCE.logSumExp(logits, t);
      losses[firstTarget + t] = target < 0 ? 0 : (float) (logSum - logits.get(t, target));
      for (int c = 0; c < logits.columns(); c++) {
        double probability = Math.exp(logits.get(t, c) - logSum);
        double gradient = target < 0 ? 0 : probability - (c == target ? 1 : 0);
        double slope = capSlope(logits.get(t, c), softCap);
        logits.set(t, c, (float) (factor * gradient * slope));
      }
    }
  }

  @Override
  public double sumOfSquares(Tensor x, long from, long to) {
    double sum = 0;
    for (long i = from; i < to; i++) {
      sum += (double) getFloat(x, i) * getFloat(x, i);
    }
    return sum;
  }

  @Override
  public void adam(
      AdamStep step,
      Tensor gradients,
      Tensor means,
      Tensor squares,
      long from,
      long to,
      Tensor weights) {
    for (long i = from; i < to; i++) {
      float gradient = getFloat(gradients, i) * step.gradientFactor();
      float mean = step.beta1() * getFloat(means, i) + step.newMean() * gradient;
      float square = step.beta2() * getFloat(squares, i) + step.newSquare() * gradient * gradient;
      setFloat(means, i, mean);
      setFloat(squares, i, square);
      double root = Math.sqrt(square / step.correction2()) + step.epsilon();
      double direction = mean / step.correction1() / root + step.decay() * getFloat(weights, i);
      setFloat(weights, i, (float) (getFloat(weights, i) - step.rate() * direction));
    }
  }

  private static void add(Tensor x, int row, int column, float value) {
    x.set(row, column, x.get(row, column) + value);
  }

  private static float getFloat(Tensor x, long index) {
    return x.data().get(JAVA_FLOAT_UNALIGNED, index * Float.BYTES);
  }

  private static void setFloat(Tensor x, long index, float value) {
    x.data().set(JAVA_FLOAT_UNALIGNED, index * Float.BYTES, value);
  }
}
