package dev.chatwright.model.training;

import static dev.chatwright.tensor.packed.BfloatOperand.Side.LEFT;
import static dev.chatwright.tensor.packed.BfloatOperand.Side.RIGHT;
import static dev.chatwright.tensor.packed.BfloatOperand.Summed.ALONG_COLUMNS;
import static dev.chatwright.tensor.packed.BfloatOperand.Summed.ALONG_ROWS;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatMultiplier;
import dev.chatwright.tensor.packed.BfloatMultiplier.Factors;
import dev.chatwright.tensor.packed.BfloatMultiplier.Packing;
import dev.chatwright.tensor.packed.BfloatMultiplier.Product;
import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.BfloatProducts;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The products of a step by bfloats. Those of the same input take two loops: one packs what all of
 * them need, each matrix once, and the other multiplies.
 *
 * <p>Confined to the thread that trains.
 */
final class BfloatWork {
  private final BfloatMemory memory;
  private final BfloatMultiplier multiplier;
  private @Nullable BfloatOperand headForward;
  private @Nullable BfloatOperand headBackward;

  BfloatWork(ArchSpec spec, int rows, BfloatProducts products, Parallel parallel, Arena arena) {
    memory = new BfloatMemory(spec, rows, products, arena);
    multiplier = new BfloatMultiplier(products, parallel);
  }

  /**
   * A weight on the way forward.
   *
   * @param weight {@code [N, K]}
   * @param y {@code [T, N]}, set
   */
  record Forward(Tensor weight, Tensor y) {}

  /**
   * A weight on the way back.
   *
   * @param dy {@code [T, N]}
   * @param weight {@code [N, K]}
   * @param gradient what is added to, or null if the weight learns nothing by this
   */
  record Backward(Tensor dy, Tensor weight, @Nullable Tensor gradient) {}

  /** What is packed for some products, which follow. */
  private final class Packings {
    private final List<Packing> all = new ArrayList<>();

    Packings() {
      memory.clear();
    }

    BfloatOperand add(Side side, Summed summed, Tensor matrix) {
      return add(matrix, memory.operand(side, summed, matrix));
    }

    BfloatOperand add(Tensor matrix, BfloatOperand operand) {
      all.add(new Packing(matrix, operand));
      return operand;
    }

    void multiply(List<Product> products) {
      multiplier.pack(all);
      multiplier.multiply(products);
    }
  }

  private static Product product(
      BfloatOperand left, BfloatOperand right, boolean accumulate, Tensor y) {
    return new Product(List.of(new Factors(left, right)), accumulate, y);
  }

  /** Sets every {@code y = x·wᵀ}. */
  void forward(Tensor x, List<Forward> weights) {
    Packings packings = new Packings();
    BfloatOperand left = packings.add(LEFT, ALONG_ROWS, x);
    List<Product> products = new ArrayList<>();
    for (Forward each : weights) {
      BfloatOperand right = packings.add(RIGHT, ALONG_ROWS, each.weight);
      products.add(product(left, right, false, each.y));
    }
    packings.multiply(products);
  }

  /** Sets {@code dx = Σ dy·w} and adds every {@code dw += dyᵀ·x}. */
  void backward(List<Backward> weights, Tensor x, Tensor dx) {
    Packings packings = new Packings();
    List<Factors> terms = new ArrayList<>();
    for (Backward each : weights) {
      BfloatOperand left = packings.add(LEFT, ALONG_ROWS, each.dy);
      terms.add(new Factors(left, packings.add(RIGHT, ALONG_COLUMNS, each.weight)));
    }
    List<Product> products = new ArrayList<>();
    products.add(new Product(terms, false, dx));
    addGradients(weights, x, packings, products);
    packings.multiply(products);
  }

  private static void addGradients(
      List<Backward> weights, Tensor x, Packings packings, List<Product> products) {
    @Nullable BfloatOperand right = null;
    for (Backward each : weights) {
      if (each.gradient != null) {
        right = right == null ? packings.add(RIGHT, ALONG_COLUMNS, x) : right;
        BfloatOperand left = packings.add(LEFT, ALONG_COLUMNS, each.dy);
        products.add(product(left, right, true, each.gradient));
      }
    }
  }

  /**
   * Packs the head's weight for {@link #forward(Tensor, BfloatOperand, Tensor)}; only once if it
   * never changes.
   */
  BfloatOperand headForward(ProductWeight weight, Workers workers) {
    if (headForward == null || !weight.isConstant()) {
      Tensor floats = weight.floats(0, workers);
      headForward = packed(floats, memory.headForward(floats));
    }
    return headForward;
  }

  /** Packs it for the way back. */
  BfloatOperand headBackward(ProductWeight weight, Workers workers) {
    if (headBackward == null || !weight.isConstant()) {
      Tensor floats = weight.floats(0, workers);
      headBackward = packed(floats, memory.headBackward(floats));
    }
    return headBackward;
  }

  private BfloatOperand packed(Tensor weight, BfloatOperand operand) {
    multiplier.pack(List.of(new Packing(weight, operand)));
    return operand;
  }

  /** Sets {@code y} to the product of {@code x} and a packed weight. */
  void forward(Tensor x, BfloatOperand weight, Tensor y) {
    Packings packings = new Packings();
    BfloatOperand left = packings.add(LEFT, ALONG_ROWS, x);
    packings.multiply(List.of(product(left, weight, false, y)));
  }

  /** Sets {@code dx} to the product of {@code dy} and a packed weight, and adds to its gradient. */
  void backward(Tensor dy, BfloatOperand weight, @Nullable Tensor gradient, Tensor x, Tensor dx) {
    Packings packings = new Packings();
    List<Product> products = new ArrayList<>();
    products.add(product(packings.add(LEFT, ALONG_ROWS, dy), weight, false, dx));
    if (gradient != null) {
      BfloatOperand right = packings.add(RIGHT, ALONG_COLUMNS, x);
      products.add(product(packings.add(LEFT, ALONG_COLUMNS, dy), right, true, gradient));
    }
    packings.multiply(products);
  }
}
