package dev.chatwright.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.tensor.NarrowProducts;
import dev.chatwright.tensor.PanelProducts;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.spi.PackedKernelProvider.Offer;
import dev.chatwright.testing.GarbageCollection;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every tier gives the bits of products that are added one by one. */
class X86PanelProductsTest {
  private static final int[] COLUMNS = {8, 16, 24, 40, 64, 72, 80, 96, 120, 128, 256, 512};

  private final Arena arena = Arena.ofShared();
  private final RandomTensors random = new RandomTensors(3, arena);

  @AfterEach
  void free() {
    arena.close();
  }

  static Stream<Offer> offers() {
    return new X86KernelProvider().offers().stream();
  }

  /** Both kinds of panels for every tier. */
  static Stream<Arguments> panels() {
    return offers().flatMap(offer -> Stream.of(false, true).map(of -> Arguments.of(offer, of)));
  }

  @ParameterizedTest(name = "{0}, bytes {1}")
  @MethodSource("panels")
  void everyNumberOfRowsAndColumnsHasTheBitsOfTheSpecification(Offer offer, boolean bytes) {
    PanelProducts products = usable(offer, bytes);
    for (int columns : COLUMNS) {
      for (int rows = 1; rows <= products.maxRows(); rows++) {
        for (int depth : new int[] {1, 2, 63, 64}) {
          assertThat(difference(products, bytes, rows, columns, depth))
              .as("%d rows, %d columns, depth %d", rows, columns, depth)
              .isEqualTo(-1);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("offers")
  void everyHalfFloatIsReadAsJavaDoes(Offer offer) {
    PanelProducts products = usable(offer, false);
    int count = 1 << 16;
    MemorySegment panel = arena.allocate(2L * count, 64);
    for (int i = 0; i < count; i++) {
      panel.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) i);
    }
    Tensor one = Tensor.copyOf(new float[] {1}, Shape.of(1, 1), arena);
    Tensor y = Tensor.zeros(Shape.of(1, count), arena);

    for (int from = 0; from < count; from += 64) {
      long to = y.address() + 4L * from;
      products.multiply(one.address(), 4, 1, panel.address() + 2L * from, 64, 1, to, 0);
    }

    for (int i = 0; i < count; i++) {
      Float expected = Float.float16ToFloat((short) i) + 0f; // a sum from zero has no -0
      assertThat(y.get(0, i)).as("half float %x", i).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("panels")
  void columnsThatFillNoRegisterAreLeftToOthers(Offer offer, boolean bytes) {
    PanelProducts products = usable(offer, bytes);

    assertThat(products.takes(64)).isTrue();
    assertThat(products.takes(20)).isFalse();
    assertThat(products.takes(1024)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("offers")
  void everyByteIsReadAsANumberWithASign(Offer offer) {
    PanelProducts products = usable(offer, true);
    MemorySegment panel = arena.allocate(256, 64);
    for (int i = 0; i < 256; i++) {
      panel.set(ValueLayout.JAVA_BYTE, i, (byte) i);
    }
    Tensor one = Tensor.copyOf(new float[] {1}, Shape.of(1, 1), arena);
    Tensor y = Tensor.zeros(Shape.of(1, 256), arena);

    products.multiply(one.address(), 4, 1, panel.address(), 256, 1, y.address(), 0);

    for (int i = 0; i < 256; i++) {
      assertThat(y.get(0, i)).isEqualTo((byte) i);
    }
  }

  @ParameterizedTest(name = "{0}, bytes {1}")
  @MethodSource("panels")
  void worksWhileGarbageIsCollected(Offer offer, boolean bytes) throws InterruptedException {
    PanelProducts products = usable(offer, bytes);
    GarbageCollection.beside(
        () -> {
          for (int i = 0; i < 300; i++) {
            int rows = 1 + i % products.maxRows();
            assertThat(difference(products, bytes, rows, 64, 64)).isEqualTo(-1);
          }
        });
  }

  private static PanelProducts usable(Offer offer, boolean bytes) {
    assumeTrue(offer.unsupportedBecause().isEmpty(), () -> offer.unsupportedBecause().orElse(""));
    NarrowProducts products = offer.attention().get();
    return bytes ? products.bytes() : products.halves();
  }

  /**
   * Returns the first element that is not as expected, or −1. Rows lie further apart than they are
   * long, and what is between them must stay.
   */
  private int difference(PanelProducts products, boolean bytes, int rows, int columns, int depth) {
    Tensor a = random.floats(rows, depth + 3);
    Tensor y = random.floats(rows, columns + 5);
    Tensor numbers = random.floats(depth, columns);
    MemorySegment panel = arena.allocate(2L * depth * columns, 64);
    for (int i = 0; i < depth * columns; i++) {
      numbers.set(
          i / columns, i % columns, store(numbers.get(i / columns, i % columns), bytes, panel, i));
    }
    Tensor expected = Tensor.copyOf(y.toArray(), y.shape(), arena);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        float sum = y.get(row, column);
        for (int k = 0; k < depth; k++) {
          sum = Math.fma(a.get(row, k), numbers.get(k, column), sum);
        }
        expected.set(row, column, sum);
      }
    }

    products.multiply(
        a.address(),
        a.rowBytes(),
        rows,
        panel.address(),
        columns,
        depth,
        y.address(),
        y.rowBytes());

    long mismatch = y.data().mismatch(expected.data());
    return mismatch < 0 ? -1 : Math.toIntExact(mismatch / Float.BYTES);
  }

  /** Returns what a number is when it was stored. */
  private static float store(float number, boolean bytes, MemorySegment panel, int index) {
    if (bytes) {
      panel.set(ValueLayout.JAVA_BYTE, index, (byte) (40 * number));
      return (byte) (40 * number);
    }
    short half = Float.floatToFloat16(number);
    panel.setAtIndex(ValueLayout.JAVA_SHORT, index, half);
    return Float.float16ToFloat(half);
  }
}
