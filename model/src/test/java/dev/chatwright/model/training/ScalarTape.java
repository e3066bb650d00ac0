package dev.chatwright.model.training;

import java.util.Arrays;

/**
 * Numbers that remember what they were computed from, in double precision: the reference of
 * gradients.
 *
 * <p>A number is an index. Each has at most two operands, and the slope by either; the gradients of
 * all follow in one pass from the last to the first. Confined to one thread.
 */
final class ScalarTape {
  private double[] values = new double[1 << 16];
  private double[] gradients = new double[0];
  private double[] firstSlopes = new double[1 << 16];
  private double[] secondSlopes = new double[1 << 16];
  private int[] firsts = new int[1 << 16];
  private int[] seconds = new int[1 << 16];
  private int size;

  /** Adds a number that was not computed. */
  int constant(double value) {
    return push(value, 0, 0, 0, 0);
  }

  double value(int x) {
    return values[x];
  }

  double gradient(int x) {
    return gradients[x];
  }

  int add(int a, int b) {
    return push(values[a] + values[b], a, 1, b, 1);
  }

  int subtract(int a, int b) {
    return push(values[a] - values[b], a, 1, b, -1);
  }

  int multiply(int a, int b) {
    return push(values[a] * values[b], a, values[b], b, values[a]);
  }

  int scale(int a, double factor) {
    return push(values[a] * factor, a, factor, a, 0);
  }

  int divide(int a, int b) {
    double inverse = 1 / values[b];
    return push(values[a] * inverse, a, inverse, b, -values[a] * inverse * inverse);
  }

  int exp(int a) {
    double e = Math.exp(values[a]);
    return push(e, a, e, a, 0);
  }

  int log(int a) {
    return push(Math.log(values[a]), a, 1 / values[a], a, 0);
  }

  int tanh(int a) {
    double tanh = Math.tanh(values[a]);
    return push(tanh, a, 1 - tanh * tanh, a, 0);
  }

  /** Returns {@code 1/√(a + ε)}. */
  int inverseRoot(int a, double epsilon) {
    double root = 1 / Math.sqrt(values[a] + epsilon);
    return push(root, a, -0.5 * root * root * root, a, 0);
  }

  int sum(int[] terms) {
    int sum = terms[0];
    for (int i = 1; i < terms.length; i++) {
      sum = add(sum, terms[i]);
    }
    return sum;
  }

  int dot(int[] a, int[] b) {
    int[] products = new int[a.length];
    Arrays.setAll(products, i -> multiply(a[i], b[i]));
    return sum(products);
  }

  /** Computes the gradients of one number by all others. */
  void backward(int result) {
    gradients = new double[size];
    gradients[result] = 1;
    for (int i = result; i >= 0; i--) {
      gradients[firsts[i]] += gradients[i] * firstSlopes[i];
      gradients[seconds[i]] += gradients[i] * secondSlopes[i];
    }
  }

  private int push(double value, int first, double firstSlope, int second, double secondSlope) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      firstSlopes = Arrays.copyOf(firstSlopes, 2 * size);
      secondSlopes = Arrays.copyOf(secondSlopes, 2 * size);
      firsts = Arrays.copyOf(firsts, 2 * size);
      seconds = Arrays.copyOf(seconds, 2 * size);
    }
    values[size] = value;
    firsts[size] = first;
    firstSlopes[size] = firstSlope;
    seconds[size] = second;
    secondSlopes[size] = secondSlope;
    return size++;
  }
}
