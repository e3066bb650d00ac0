package dev.chatwright.model;

import dev.chatwright.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;

/**
 * How large the numbers are that each column of each weight is multiplied by, seen over some text.
 *
 * <p>A {@link Transformer} that is created with one adds what it computes. Confined to its thread.
 */
public final class InputSquares {
  private final Map<String, Columns> byWeight = new TreeMap<>();

  /** Creates one that has seen nothing. */
  public InputSquares() {}

  /**
   * Returns for each weight, by its GGUF name, the mean of the squares of each column's inputs;
   * weights that have not been used are left out.
   */
  public Map<String, float[]> means() {
    Map<String, float[]> means = new TreeMap<>();
    byWeight.forEach(
        (name, columns) -> {
          if (columns.rows > 0) {
            means.put(name, columns.means());
          }
        });
    return means;
  }

  /** Returns where the inputs of a weight are to be added. */
  Columns of(String weight, int columns) {
    return byWeight.computeIfAbsent(weight, _ -> new Columns(columns));
  }

  /** The sums of one weight. */
  static final class Columns {
    private final double[] sums;
    private long rows;

    private Columns(int columns) {
      sums = new double[columns];
    }

    /** Adds inputs {@code [T, K]}. */
    void add(Tensor x) {
      for (int row = 0; row < x.rows(); row++) {
        for (int column = 0; column < sums.length; column++) {
          double value = x.get(row, column);
          sums[column] += value * value;
        }
      }
      rows += x.rows();
    }

    private float[] means() {
      float[] means = new float[sums.length];
      for (int column = 0; column < means.length; column++) {
        means[column] = (float) (sums[column] / rows);
      }
      return means;
    }
  }
}
