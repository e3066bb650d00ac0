package dev.chatwright.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.BfloatOperand;
import dev.chatwright.tensor.packed.BfloatOperand.Side;
import dev.chatwright.tensor.packed.BfloatOperand.Summed;
import dev.chatwright.tensor.packed.BfloatProducts;
import dev.chatwright.testing.GarbageCollection;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The assembled products give the bits that the specification gives. */
class BfloatParityTest {
  private final Arena arena = Arena.ofShared();
  private final RandomTensors random = new RandomTensors(5, arena);

  /** What training multiplies. */
  enum Product {
    /** {@code x·wᵀ}. */
    FORWARD(Summed.ALONG_ROWS, Summed.ALONG_ROWS),
    /** {@code dy·w}. */
    INPUT(Summed.ALONG_ROWS, Summed.ALONG_COLUMNS),
    /** {@code dyᵀ·x}. */
    WEIGHT(Summed.ALONG_COLUMNS, Summed.ALONG_COLUMNS);

    private final Summed left;
    private final Summed right;

    Product(Summed left, Summed right) {
      this.left = left;
      this.right = right;
    }
  }

  @BeforeEach
  void needPairs() {
    assumeTrue(
        BfloatProbe.hasPairs(),
        "this processor multiplies no pairs of bfloats, or rounds them otherwise");
  }

  @AfterEach
  void free() {
    arena.close();
  }

  @ParameterizedTest
  @EnumSource
  void multipliesAnyDepth(Product product) {
    for (int depth : new int[] {1, 2, 3, 15, 16, 17, 31, 33, 48, 100, 1023, 1024, 1030, 2061}) {
      assertSame(product, 13, 35, depth, false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void multipliesAnyNumberOfRowsAndColumns(Product product) {
    for (int count : new int[] {1, 2, 11, 12, 13, 16, 17, 31, 32, 33, 47, 48, 49, 64, 65, 100}) {
      assertSame(product, count, 33, 40, false);
      assertSame(product, 14, count, 40, true);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyColumnsGoInGroups(Product product) {
    assertSame(product, 25, 700, 520, true);
  }

  @ParameterizedTest
  @EnumSource
  void roundsExtremes(Product product) {
    float[] extremes = {
      0,
      -0f,
      Float.MIN_VALUE,
      -1e-39f,
      Float.MIN_NORMAL,
      1e-38f,
      -1e-20f,
      3e38f,
      0.5f,
      -1,
      1e19f,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.intBitsToFloat(0x7F80_0001)
    };
    Random bits = new Random(3);
    for (int round = 0; round < 60; round++) {
      Tensor left = of(product.left, 12, 50);
      Tensor right = of(product.right, 32, 50);
      int last = round % 2 == 0 ? extremes.length : extremes.length - 3;
      for (Tensor tensor : List.of(left, right)) {
        for (int row = 0; row < tensor.rows(); row++) {
          for (int column = 0; column < tensor.columns(); column++) {
            if (bits.nextInt(8) == 0) {
              tensor.set(row, column, extremes[bits.nextInt(last)]);
            }
          }
        }
      }
      Tensor start = random.floats(12, 32);
      start.set(0, 0, Float.MIN_VALUE);
      assertSame(product, left, right, start, true);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tiesAndDenormalsAreRoundedAsTheSpecificationDoes(Product product) {
    Random bits = new Random(11);
    for (int round = 0; round < 100; round++) {
      Tensor left = of(product.left, 13, 64);
      int exponent = 1 + bits.nextInt(200);
      for (int row = 0; row < left.rows(); row++) {
        for (int column = 0; column < left.columns(); column++) {
          int mantissa = bits.nextInt(2) == 0 ? 0x8000 * bits.nextInt(256) : bits.nextInt(1 << 23);
          int value = (bits.nextInt(2) << 31) | ((exponent - bits.nextInt(2)) << 23) | mantissa;
          left.set(row, column, Float.intBitsToFloat(value));
        }
      }
      assertSame(product, left, of(product.right, 40, 64), random.floats(13, 40), false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBlockIsWhatItIsInTheWhole(Product product) {
    Tensor left = of(product.left, 61, 70);
    Tensor right = of(product.right, 99, 70);
    Tensor whole = Tensor.zeros(Shape.of(61, 99), arena);
    Tensor parts = Tensor.zeros(Shape.of(61, 99), arena);
    BfloatProducts products = new X86BfloatProducts();
    BfloatOperand a = packed(products, Side.LEFT, product.left, left, 61, 70, 48);
    BfloatOperand b = packed(products, Side.RIGHT, product.right, right, 99, 70, 32);

    products.multiply(a, b, 0, 61, 0, 99, false, whole);
    for (int row = 0; row < 61; row += 24) {
      for (int column = 0; column < 99; column += 64) {
        int toRow = Math.min(61, row + 24);
        products.multiply(a, b, row, toRow, column, Math.min(99, column + 64), false, parts);
      }
    }

    assertThat(parts.toArray()).isEqualTo(whole.toArray());
  }

  @Test
  void worksWhileGarbageIsCollected() throws InterruptedException {
    GarbageCollection.beside(
        () -> {
          for (int i = 0; i < 100; i++) {
            for (Product product : Product.values()) {
              assertSame(product, 30, 70, 64, true);
            }
          }
        });
  }

  private void assertSame(Product product, int rows, int columns, int depth, boolean accumulate) {
    Tensor left = of(product.left, rows, depth);
    Tensor right = of(product.right, columns, depth);
    assertSame(product, left, right, random.floats(rows, columns), accumulate);
  }

  private Tensor of(Summed summed, int count, int depth) {
    return summed == Summed.ALONG_ROWS ? random.floats(count, depth) : random.floats(depth, count);
  }

  private void assertSame(
      Product product, Tensor left, Tensor right, Tensor start, boolean accumulate) {
    float[] expected = product(BfloatProducts.scalar(), product, left, right, start, accumulate);
    float[] got = product(new X86BfloatProducts(), product, left, right, start, accumulate);
    assertThat(got)
        .as("%s %s · %s, accumulate %s", product, left.shape(), right.shape(), accumulate)
        .isEqualTo(expected);
  }

  private float[] product(
      BfloatProducts products,
      Product product,
      Tensor left,
      Tensor right,
      Tensor start,
      boolean accumulate) {
    int depth = product.left == Summed.ALONG_ROWS ? left.columns() : left.rows();
    Tensor y = Tensor.zeros(start.shape(), arena);
    y.data().copyFrom(start.data());
    BfloatOperand a = packed(products, Side.LEFT, product.left, left, y.rows(), depth, 48);
    BfloatOperand b = packed(products, Side.RIGHT, product.right, right, y.columns(), depth, 32);
    products.multiply(a, b, 0, y.rows(), 0, y.columns(), accumulate, y);
    return y.toArray();
  }

  /** Packs range after range, in memory that holds something else before. */
  private BfloatOperand packed(
      BfloatProducts products,
      Side side,
      Summed summed,
      Tensor matrix,
      int count,
      int depth,
      int grain) {
    var memory = arena.allocate(products.bytes(side, summed, count, depth), 64);
    memory.fill((byte) 0x7F);
    BfloatOperand operand = products.operand(side, summed, count, depth, memory);
    for (int from = 0; from < count; from += grain) {
      products.pack(matrix, from, Math.min(count, from + grain), operand);
    }
    return operand;
  }
}
