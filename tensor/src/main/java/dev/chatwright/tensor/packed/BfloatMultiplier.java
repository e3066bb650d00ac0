package dev.chatwright.tensor.packed;

import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Packs and multiplies with all threads of a pool, several matrices in one loop.
 *
 * <p>Confined to the thread that may start loops of the pool.
 */
public final class BfloatMultiplier {
  /** Blocks for each thread, so that threads of unequal speed end together. */
  private static final int BLOCKS = 4;

  private final BfloatProducts products;
  private final Parallel parallel;

  /** Creates it. */
  public BfloatMultiplier(BfloatProducts products, Parallel parallel) {
    this.products = products;
    this.parallel = parallel;
  }

  /**
   * A matrix, and where it is packed.
   *
   * @param matrix of F32
   */
  public record Packing(Tensor matrix, BfloatOperand operand) {}

  /** Both sides of a product, of the same depth. */
  public record Factors(BfloatOperand left, BfloatOperand right) {}

  /**
   * {@code y = Σ left · right} over one or several pairs of factors of the same sizes.
   *
   * @param accumulate whether that is added to y
   */
  public record Product(List<Factors> terms, boolean accumulate, Tensor y) {
    /** Copies the list. */
    public Product {
      terms = List.copyOf(terms);
    }

    private int rows() {
      return terms.getFirst().left().count();
    }

    private int columns() {
      return terms.getFirst().right().count();
    }

    private int depth() {
      return terms.stream().mapToInt(term -> term.left().depth()).max().orElseThrow();
    }
  }

  /** Packs matrices. */
  public void pack(List<Packing> packings) {
    overAll(packings, packing -> units(packing.operand()), this::pack);
  }

  private int units(BfloatOperand operand) {
    return Math.ceilDiv(operand.count(), products.packGrain(operand.side()));
  }

  private void pack(Packing packing, int fromUnit, int toUnit) {
    BfloatOperand operand = packing.operand();
    int grain = products.packGrain(operand.side());
    int to = Math.min(operand.count(), toUnit * grain);
    products.pack(packing.matrix(), fromUnit * grain, to, operand);
  }

  /** Computes products, of which none may be an operand of another. */
  public void multiply(List<Product> all) {
    overAll(all.stream().map(Blocks::new).toList(), Blocks::count, Blocks::multiply);
  }

  /** A part of the work with one of some things. */
  private interface Part<T> {
    void run(T thing, int from, int to);
  }

  /** Runs one loop over the units of several things, one thing after the other. */
  private <T> void overAll(List<T> things, ToIntFunction<T> units, Part<T> part) {
    int[] ends = new int[things.size()];
    int all = 0;
    for (int i = 0; i < ends.length; i++) {
      all += units.applyAsInt(things.get(i));
      ends[i] = all;
    }
    parallel.forRanges(
        all,
        1,
        (worker, from, to) -> {
          for (int i = 0; i < ends.length; i++) {
            int begin = i == 0 ? 0 : ends[i - 1];
            int first = Math.max(from, begin);
            int last = Math.min(to, ends[i]);
            if (first < last) {
              part.run(things.get(i), first - begin, last - begin);
            }
          }
        });
  }

  /** A product cut into blocks: columns that a cache holds, and of these some rows. */
  private final class Blocks {
    private final Product product;
    private final int height;
    private final int width;
    private final int below;

    Blocks(Product product) {
      this.product = product;
      int wanted = BLOCKS * parallel.threads();
      int rows = Math.ceilDiv(product.rows(), products.grain(Side.LEFT));
      int columns = Math.ceilDiv(product.columns(), products.grain(Side.RIGHT));
      int parts = Math.min(wanted, rows);
      int beside =
          Math.max(
              Math.ceilDiv(product.columns(), products.cachedColumns(product.depth())),
              Math.ceilDiv(wanted, parts));
      height = Math.ceilDiv(rows, parts) * products.grain(Side.LEFT);
      width = Math.ceilDiv(columns, Math.min(columns, beside)) * products.grain(Side.RIGHT);
      below = Math.ceilDiv(product.rows(), height);
    }

    int count() {
      return below * Math.ceilDiv(product.columns(), width);
    }

    void multiply(int from, int to) {
      for (int i = from; i < to; i++) {
        multiplyBlock(i % below * height, i / below * width);
      }
    }

    private void multiplyTerm(Factors term, int row, int column, boolean accumulate) {
      int toRow = Math.min(product.rows(), row + height);
      int toColumn = Math.min(product.columns(), column + width);
      products.multiply(
          term.left(), term.right(), row, toRow, column, toColumn, accumulate, product.y());
    }

    private void multiplyBlock(int row, int column) {
      boolean accumulate = product.accumulate();
      for (Factors term : product.terms()) {
        multiplyTerm(term, row, column, accumulate);
        accumulate = true;
      }
    }
  }
}
