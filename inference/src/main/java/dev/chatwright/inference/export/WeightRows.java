package dev.chatwright.inference.export;

import dev.chatwright.checkpoint.EncodedRows;
import dev.chatwright.model.LowRank;
import dev.chatwright.model.MergedRows;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Ways to compute the rows of a weight as it is to be written, a row at a time. */
final class WeightRows {
  private WeightRows() {}

  /** Returns the rows with a change added, if there is one. */
  static EncodedRows.Source merged(Tensor weight, Optional<LowRank> change) {
    Kernels kernels = Kernels.fastest();
    if (change.isEmpty()) {
      return _ -> (row, target) -> kernels.copyRow(weight, row, target, 0);
    }
    return arena -> {
      MergedRows merged = new MergedRows(weight, change.get(), kernels, arena);
      return (row, target) -> target.data().copyFrom(merged.rows(row, row + 1).data());
    };
  }

  /** Returns rows in another order: row i is that of {@code source} at {@code from(i)}. */
  static EncodedRows.Source reordered(EncodedRows.Source source, IntUnaryOperator from) {
    return arena -> {
      EncodedRows.Rows rows = source.open(arena);
      return (row, target) -> rows.copy(from.applyAsInt(row), target);
    };
  }

  /** Returns the columns of a matrix, which needs it whole in memory as floats. */
  static EncodedRows.Source transposed(EncodedRows.Source source, int rows, int columns) {
    return arena -> {
      Tensor all = floats(source, rows, columns, arena);
      return (column, target) -> {
        for (int row = 0; row < rows; row++) {
          target.set(0, row, all.get(row, column));
        }
      };
    };
  }

  /** Returns a vector with its elements in another order and a number added to each. */
  static EncodedRows.Source vector(Tensor vector, IntUnaryOperator from, float added) {
    return arena -> {
      Tensor all = Tensor.zeros(Shape.of(vector.columns()), arena);
      Kernels.scalar().copyRow(vector, 0, all, 0);
      return (_, target) -> {
        for (int i = 0; i < all.columns(); i++) {
          target.set(0, i, all.get(0, from.applyAsInt(i)) + added);
        }
      };
    };
  }

  private static Tensor floats(EncodedRows.Source source, int rows, int columns, Arena arena) {
    Tensor all = Tensor.zeros(Shape.of(rows, columns), arena);
    EncodedRows.Rows each = source.open(arena);
    for (int row = 0; row < rows; row++) {
      each.copy(row, all.rows(row, row + 1));
    }
    return all;
  }
}
