package dev.chatwright.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * The kernels in plain Java: the simplest loops that are right.
 *
 * <p>They are the specification of {@link Kernels} and run where nothing faster can. Immutable.
 */
enum ScalarKernels implements Kernels {
  INSTANCE;

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public long scratchBytes(int maxColumns, int maxContext) {
    return (long) Math.max(maxColumns, maxContext) * Float.BYTES;
  }

  @Override
  public int grain(int rows) {
    return 1;
  }

  @Override
  public void linear(Tensor x, Tensor w, int fromRow, int toRow, Tensor y, MemorySegment scratch) {
    float[] weights = new float[w.columns()];
    for (int n = fromRow; n < toRow; n++) {
      RowDecoder.decode(w, n, weights);
      for (int t = 0; t < x.rows(); t++) {
        float sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += x.get(t, k) * weights[k];
        }
        y.set(t, n, sum);
      }
    }
  }

  @Override
  public void copyRow(Tensor w, int wRow, Tensor y, int yRow) {
    float[] row = new float[w.columns()];
    RowDecoder.decode(w, wRow, row);
    MemorySegment.copy(row, 0, y.data(), JAVA_FLOAT_UNALIGNED, yRow * y.rowBytes(), row.length);
  }

  @Override
  public void copyRows(Tensor w, int fromRow, int toRow, Tensor y, MemorySegment scratch) {
    for (int row = fromRow; row < toRow; row++) {
      copyRow(w, row, y, row);
    }
  }

  @Override
  public void rmsNorm(Tensor x, Tensor gain, float epsilon, int fromRow, int toRow, Tensor y) {
    int columns = x.columns();
    for (int t = fromRow; t < toRow; t++) {
      float sumOfSquares = 0;
      for (int c = 0; c < columns; c++) {
        sumOfSquares += x.get(t, c) * x.get(t, c);
      }
      float factor = (float) (1 / Math.sqrt(sumOfSquares / columns + epsilon));
      for (int c = 0; c < columns; c++) {
        y.set(t, c, gain.get(0, c) * x.get(t, c) * factor);
      }
    }
  }

  @Override
  public void layerNorm(
      Tensor x, Tensor gain, Tensor bias, float epsilon, int fromRow, int toRow, Tensor y) {
    int columns = x.columns();
    for (int t = fromRow; t < toRow; t++) {
      float sum = 0;
      for (int c = 0; c < columns; c++) {
        sum += x.get(t, c);
      }
      float mean = sum / columns;
      float squares = 0;
      for (int c = 0; c < columns; c++) {
        squares += (x.get(t, c) - mean) * (x.get(t, c) - mean);
      }
      float factor = (float) (1 / Math.sqrt(squares / columns + epsilon));
      for (int c = 0; c < columns; c++) {
        y.set(t, c, gain.get(0, c) * (x.get(t, c) - mean) * factor + bias.get(0, c));
      }
    }
  }

  @Override
  public void rotate(
      Tensor x,
      int headWidth,
      Tensor cos,
      Tensor sin,
      boolean interleaved,
      int fromRow,
      int toRow) {
    int half = cos.columns();
    int step = interleaved ? 2 : 1;
    int distance = interleaved ? 1 : half;
    for (int t = fromRow; t < toRow; t++) {
      for (int head = 0; head < x.columns(); head += headWidth) {
        for (int i = 0; i < half; i++) {
          int first = head + i * step;
          float a = x.get(t, first);
          float b = x.get(t, first + distance);
          x.set(t, first, a * cos.get(t, i) - b * sin.get(t, i));
          x.set(t, first + distance, a * sin.get(t, i) + b * cos.get(t, i));
        }
      }
    }
  }

  @Override
  public void store(
      Tensor keys, Tensor values, int headWidth, int firstPosition, KeyValueBlocks cache) {
    for (int t = 0; t < keys.rows(); t++) {
      for (int head = 0; head < keys.columns() / headWidth; head++) {
        cache.setKey(firstPosition + t, head, head(keys, t, head, headWidth));
        cache.setValue(firstPosition + t, head, head(values, t, head, headWidth));
      }
    }
  }

  private static float[] head(Tensor x, int row, int head, int headWidth) {
    float[] numbers = new float[headWidth];
    for (int d = 0; d < headWidth; d++) {
      numbers[d] = x.get(row, head * headWidth + d);
    }
    return numbers;
  }

  @Override
  public void attention(
      AttentionShape shape,
      Tensor queries,
      KeyValueBlocks cache,
      int firstPosition,
      int fromRow,
      int toRow,
      int fromHead,
      int toHead,
      Tensor y,
      MemorySegment scratch) {
    for (int row = fromRow; row < toRow; row++) {
      int position = firstPosition + row;
      int from = shape.firstVisible(position);
      int to = shape.causal() ? position + 1 : firstPosition + queries.rows();
      for (int head = fromHead; head < toHead; head++) {
        float[] weights = attentionWeights(shape, queries, cache, row, head, from, to);
        weightedSum(shape, cache, weights, head, from, row, y);
      }
    }
  }

  private static float[] attentionWeights(
      AttentionShape shape,
      Tensor queries,
      KeyValueBlocks cache,
      int row,
      int head,
      int from,
      int to) {
    float[] weights = new float[to - from];
    float max = Float.NEGATIVE_INFINITY;
    for (int position = from; position < to; position++) {
      float score = shape.scale() * queryTimesKey(shape, queries, cache, row, head, position);
      if (shape.softCap() > 0) {
        score = (float) (shape.softCap() * Math.tanh(score / shape.softCap()));
      }
      weights[position - from] = score;
      max = Math.max(max, score);
    }
    float sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.exp(weights[i] - max);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static float queryTimesKey(
      AttentionShape shape, Tensor queries, KeyValueBlocks cache, int row, int head, int position) {
    float dot = 0;
    for (int d = 0; d < shape.headWidth(); d++) {
      dot +=
          queries.get(row, head * shape.headWidth() + d)
              * cache.key(position, head / shape.group(), d);
    }
    return dot;
  }

  private static void weightedSum(
      AttentionShape shape,
      KeyValueBlocks cache,
      float[] weights,
      int head,
      int from,
      int row,
      Tensor y) {
    int width = shape.headWidth();
    for (int d = 0; d < width; d++) {
      float sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * cache.value(from + i, head / shape.group(), d);
      }
      y.set(row, head * width + d, sum);
    }
  }

  @Override
  public void activate(Activation activation, Tensor x, long from, long to, Tensor y) {
    for (long i = from; i < to; i++) {
      setFloat(y, i, activated(activation, getFloat(x, i)));
    }
  }

  @Override
  public void activateAndMultiply(
      Activation activation, Tensor gate, Tensor up, long from, long to, Tensor y) {
    for (long i = from; i < to; i++) {
      setFloat(y, i, activated(activation, getFloat(gate, i)) * getFloat(up, i));
    }
  }

  private static float activated(Activation activation, float x) {
    return (float)
        switch (activation) {
          case SILU -> x / (1 + Math.exp(-x));
          case GELU -> 0.5 * x * (1 + ErrorFunction.erf(x / Math.sqrt(2)));
          case GELU_TANH ->
              0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
        };
  }

  @Override
  public void add(Tensor x, long from, long to, Tensor y) {
    for (long i = from; i < to; i++) {
      setFloat(y, i, getFloat(y, i) + getFloat(x, i));
    }
  }

  @Override
  public void addToRows(Tensor bias, int fromRow, int toRow, Tensor y) {
    for (int t = fromRow; t < toRow; t++) {
      for (int c = 0; c < y.columns(); c++) {
        y.set(t, c, y.get(t, c) + bias.get(0, c));
      }
    }
  }

  @Override
  public void linearRows(Tensor x, int fromRow, int toRow, Tensor w, Tensor y) {
    for (int t = fromRow; t < toRow; t++) {
      for (int j = 0; j < w.rows(); j++) {
        float sum = 0;
        for (int k = 0; k < w.columns(); k++) {
          sum += x.get(t, k) * w.get(j, k);
        }
        y.set(t, j, sum);
      }
    }
  }

  @Override
  public void addProduct(
      Tensor x, int fromRow, int toRow, Tensor w, int fromColumn, int toColumn, Tensor y) {
    for (int t = fromRow; t < toRow; t++) {
      for (int n = fromColumn; n < toColumn; n++) {
        float sum = y.get(t, n);
        for (int j = 0; j < w.rows(); j++) {
          sum += x.get(t, j) * w.get(j, n);
        }
        y.set(t, n, sum);
      }
    }
  }

  @Override
  public void scaleColumns(
      Tensor factors, int fromRow, int toRow, int fromColumn, int toColumn, Tensor x) {
    for (int t = fromRow; t < toRow; t++) {
      for (int c = fromColumn; c < toColumn; c++) {
        x.set(t, c, x.get(t, c) * factors.get(0, c));
      }
    }
  }

  @Override
  public void scale(Tensor x, float factor, long from, long to) {
    for (long i = from; i < to; i++) {
      setFloat(x, i, getFloat(x, i) * factor);
    }
  }

  @Override
  public void softCap(Tensor x, float cap, long from, long to) {
    for (long i = from; i < to; i++) {
      setFloat(x, i, (float) (cap * Math.tanh(getFloat(x, i) / cap)));
    }
  }

  @Override
  public int argMax(Tensor x, int row) {
    int best = 0;
    for (int c = 1; c < x.columns(); c++) {
      if (x.get(row, c) > x.get(row, best)) {
        best = c;
      }
    }
    return best;
  }

  @Override
  public float logSumExp(Tensor x, int row) {
    double max = x.get(row, argMax(x, row));
    double sum = 0;
    for (int c = 0; c < x.columns(); c++) {
      sum += Math.exp(x.get(row, c) - max);
    }
    return (float) (max + Math.log(sum));
  }

  @Override
  public GradientKernels gradients() {
    return ScalarGradientKernels.INSTANCE;
  }

  private static float getFloat(Tensor x, long index) {
    return x.data().get(JAVA_FLOAT_UNALIGNED, index * Float.BYTES);
  }

  private static void setFloat(Tensor x, long index, float value) {
    x.data().set(JAVA_FLOAT_UNALIGNED, index * Float.BYTES, value);
  }
}
