package dev.chatwright.checkpoint;

import java.util.Arrays;

/**
 * Finds whole numbers q from 0 on and a line {@code scale · q − minimum}, with a minimum of at
 * least 0, that some numbers lie near, by weighted least squares.
 *
 * <p>It tries several spacings, rounds the numbers to each, and fits the line to what they were
 * rounded to. Confined to one thread.
 */
final class LineFit {
  /** How many spacings are tried, from one unit fewer than there are to one more. */
  private static final int TRIALS = 21;

  private static final float FIRST = -1;
  private static final float STEP = 0.1f;

  private final int count;
  private final int most;
  private int[] best;
  private int[] spare;
  private float scale;
  private float minimum;

  /**
   * Creates the fit.
   *
   * @param count how many numbers are fitted
   * @param most the largest q
   */
  LineFit(int count, int most) {
    this.count = count;
    this.most = most;
    this.best = new int[count];
    this.spare = new int[count];
  }

  float scale() {
    return scale;
  }

  /** Returns what is subtracted, at least 0. */
  float minimum() {
    return minimum;
  }

  int[] quants() {
    return best;
  }

  /**
   * Sets the weights of numbers from {@code from} on: how much a column counts, and for large
   * numbers more, as the error of a large number is more often the error that is left.
   */
  static void weigh(float[] x, int from, float[] importance, float[] weights) {
    float squares = 0;
    for (int i = 0; i < weights.length; i++) {
      squares += x[from + i] * x[from + i];
    }
    float meanSquare = squares / weights.length;
    for (int i = 0; i < weights.length; i++) {
      float size = (float) Math.sqrt(meanSquare + x[from + i] * x[from + i]);
      weights[i] = importance[from + i] * size;
    }
  }

  /** Fits the numbers from {@code from} on; each error counts as often as its weight says. */
  void fit(float[] x, int from, float[] weights) {
    float smallest = Math.min(0, extreme(x, from, -1));
    float largest = extreme(x, from, 1);
    scale = 0;
    minimum = -smallest;
    Arrays.fill(best, 0);
    if (largest == smallest) {
      return;
    }
    scale = 1 / (most / (largest - smallest));
    round(x, from, smallest, most / (largest - smallest), best);
    float bestError = error(x, from, weights, best, scale, smallest);
    for (int i = 0; i < TRIALS; i++) {
      // From the best minimum so far, not from the smallest number.
      round(x, from, -minimum, (FIRST + STEP * i + most) / (largest + minimum), spare);
      bestError = improve(x, from, weights, bestError);
    }
  }

  private float extreme(float[] x, int from, int sign) {
    float extreme = x[from];
    for (int i = 1; i < count; i++) {
      if (sign * x[from + i] > sign * extreme) {
        extreme = x[from + i];
      }
    }
    return extreme;
  }

  private void round(float[] x, int from, float smallest, float inverse, int[] quants) {
    for (int i = 0; i < count; i++) {
      quants[i] = Math.clamp((int) Math.rint(inverse * (x[from + i] - smallest)), 0, most);
    }
  }

  /** Fits a line to the quants on trial and keeps both if they are nearer than the best. */
  private float improve(float[] x, int from, float[] weights, float bestError) {
    float sumW = 0;
    float sumX = 0;
    float sumQ = 0;
    float sumQq = 0;
    float sumXq = 0;
    for (int i = 0; i < count; i++) {
      float weight = weights[i];
      int quant = spare[i];
      sumW += weight;
      sumX += weight * x[from + i];
      sumQ += weight * quant;
      sumQq += weight * quant * quant;
      sumXq += weight * quant * x[from + i];
    }
    float determinant = sumW * sumQq - sumQ * sumQ;
    if (!(determinant > 0)) {
      return bestError;
    }
    float slope = (sumW * sumXq - sumX * sumQ) / determinant;
    float offset = (sumQq * sumX - sumQ * sumXq) / determinant;
    if (offset > 0) {
      offset = 0;
      slope = sumXq / sumQq;
    }
    float error = error(x, from, weights, spare, slope, offset);
    if (!(error < bestError)) {
      return bestError;
    }
    int[] kept = spare;
    spare = best;
    best = kept;
    scale = slope;
    minimum = -offset;
    return error;
  }

  private float error(
      float[] x, int from, float[] weights, int[] quants, float slope, float offset) {
    float error = 0;
    for (int i = 0; i < count; i++) {
      float difference = slope * quants[i] + offset - x[from + i];
      error += weights[i] * (difference * difference);
    }
    return error;
  }
}
