package dev.chatwright.kernels.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.kernels.x86.assembler.Width;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.NarrowProducts;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.tensor.packed.ActivationForm;
import dev.chatwright.tensor.packed.ActivationLayout;
import dev.chatwright.tensor.packed.FloatFormat;
import dev.chatwright.tensor.packed.PackedKernels;
import dev.chatwright.tensor.packed.PackedWeight;
import dev.chatwright.tensor.spi.PackedKernelProvider.Offer;
import dev.chatwright.testing.GarbageCollection;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every tier gives the bits that the specification gives. */
class PackedParityTest {
  private static final List<ElementType> TYPES =
      List.of(
          ElementType.Q4_0,
          ElementType.Q4_1,
          ElementType.Q5_0,
          ElementType.Q5_1,
          ElementType.Q8_0,
          ElementType.Q4_K,
          ElementType.Q5_K,
          ElementType.Q6_K,
          ElementType.IQ4_NL,
          ElementType.F32,
          ElementType.F16,
          ElementType.BF16);

  private static final List<ElementType> FLOATS =
      List.of(ElementType.F32, ElementType.F16, ElementType.BF16);

  private final Arena arena = Arena.ofShared();
  private final RandomTensors random = new RandomTensors(7, arena);

  @AfterEach
  void free() {
    arena.close();
  }

  static Stream<Arguments> tiersAndTypes() {
    return offers().flatMap(offer -> TYPES.stream().map(type -> Arguments.of(offer, type)));
  }

  static Stream<Arguments> tiersAndFloats() {
    return offers().flatMap(offer -> FLOATS.stream().map(type -> Arguments.of(offer, type)));
  }

  /** Returns all kinds, with both ways to multiply bfloats where there are 512 bits. */
  private static Stream<Offer> offers() {
    List<Offer> tiers = new X86KernelProvider().offers();
    Optional<String> against = named(Tier.AVX512_VNNI.label(), tiers).unsupportedBecause();
    Offer halves = bfloats("halves", against, false);
    Offer pairs = bfloats("pairs", against.or(PackedParityTest::noPairs), true);
    return Stream.concat(Stream.of(halves, pairs), tiers.stream());
  }

  private static Offer named(String name, List<Offer> offers) {
    return offers.stream().filter(offer -> offer.name().equals(name)).findFirst().orElseThrow();
  }

  private static Offer bfloats(String name, Optional<String> against, boolean pairs) {
    return new Offer(
        name, against, Optional.empty(), () -> wide(pairs), PackedParityTest::attention);
  }

  private static PackedKernels wide(boolean bfloatPairs) {
    return new X86PackedKernels(Tier.AVX512_VNNI, () -> bfloatPairs);
  }

  private static NarrowProducts attention() {
    return X86PanelProducts.all(Width.ZMM);
  }

  private static Optional<String> noPairs() {
    return BfloatProbe.hasPairs()
        ? Optional.empty()
        : Optional.of("this processor multiplies no pairs of bfloats, or rounds them otherwise");
  }

  @ParameterizedTest
  @MethodSource("tiersAndFloats")
  void multipliesAnyNumberOfInputs(Offer offer, ElementType type) {
    PackedKernels kernels = usable(offer);
    for (int inputs : new int[] {1, 2, 3, 15, 16, 17, 31, 32, 33, 63, 100, 576}) {
      PackedWeight weight = packed(random.weights(type, 40, inputs));
      Tensor x = random.floats(13, inputs);
      assertThat(product(kernels, x, weight, 0, 40))
          .as("%d inputs", inputs)
          .isEqualTo(product(PackedKernels.scalar(), x, weight, 0, 40));
    }
  }

  @ParameterizedTest
  @MethodSource("tiersAndFloats")
  void roundsAsTheSpecificationDoes(Offer offer, ElementType type) {
    PackedKernels kernels = usable(offer);
    PackedWeight weight = packed(random.weights(type, 32, 64));
    Tensor x = random.floats(5, 64);
    Random bits = new Random(11);
    for (int round = 0; round < 200; round++) {
      for (int row = 0; row < 5; row++) {
        int exponent = 1 + bits.nextInt(200); // large ones would sum to what is not finite
        for (int column = 0; column < 64; column++) {
          int mantissa = bits.nextInt(4) == 0 ? 0x8000 * bits.nextInt(256) : bits.nextInt(1 << 23);
          int value = (bits.nextInt(2) << 31) | ((exponent - bits.nextInt(2)) << 23) | mantissa;
          x.set(row, column, Float.intBitsToFloat(value));
        }
      }
      assertThat(product(kernels, x, weight, 0, 32))
          .isEqualTo(product(PackedKernels.scalar(), x, weight, 0, 32));
    }
  }

  @ParameterizedTest
  @MethodSource("tiersAndTypes")
  void multipliesAnyNumberOfRows(Offer offer, ElementType type) {
    PackedKernels kernels = usable(offer);
    PackedWeight weight = packed(random.weights(type, 48, 512));
    for (int rows : new int[] {1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 16, 23, 24, 25, 40}) {
      Tensor x = random.floats(rows, 512);
      assertThat(product(kernels, x, weight, 0, 48))
          .as("%d rows", rows)
          .isEqualTo(product(PackedKernels.scalar(), x, weight, 0, 48));
    }
  }

  @ParameterizedTest
  @MethodSource("tiersAndTypes")
  void multipliesAnyNumberOfBlocks(Offer offer, ElementType type) {
    PackedKernels kernels = usable(offer);
    for (int blocks = 1; blocks <= 6; blocks++) {
      int inputs = blocks * type.blockElements();
      PackedWeight weight = packed(random.weights(type, 21, inputs));
      Tensor x = random.floats(18, inputs);
      assertThat(product(kernels, x, weight, 0, 21))
          .as("%d blocks", blocks)
          .isEqualTo(product(PackedKernels.scalar(), x, weight, 0, 21));
    }
  }

  @ParameterizedTest
  @MethodSource("tiersAndTypes")
  void multipliesAnyRangeOfOutputs(Offer offer, ElementType type) {
    PackedKernels kernels = usable(offer);
    PackedWeight weight = packed(random.weights(type, 53, 256));
    for (int from = 0; from < 53; from += 3) {
      Tensor x = random.floats(from % 2 == 0 ? 3 : 13, 256); // tiles take the latter
      for (int to : new int[] {from + 1, from + 2, (from + 53) / 2 + 1, 53}) {
        int end = Math.min(53, to);
        assertThat(product(kernels, x, weight, from, end))
            .as("[%d, %d)", from, end)
            .isEqualTo(product(PackedKernels.scalar(), x, weight, from, end));
      }
    }
  }

  static Stream<Arguments> tiersAndHalves() {
    return offers()
        .flatMap(
            offer ->
                Stream.of(FloatFormat.HALF_FLOATS, FloatFormat.NARROW_HALF_FLOATS)
                    .map(format -> Arguments.of(offer, format)));
  }

  @ParameterizedTest
  @MethodSource("tiersAndHalves")
  void multipliesRowsAsTheyLie(Offer offer, FloatFormat format) {
    PackedKernels kernels = usable(offer);
    for (int inputs : new int[] {1, 5, 16, 17, 48, 576}) {
      PackedWeight w = PackedKernels.packHalves(random.floats(70, inputs), 0.5f, format, arena);
      Tensor x = random.floats(27, FloatFormat.padded(inputs) + 32);
      for (int rows : new int[] {1, 2, 3, 5, 12, 13, 25}) {
        requireSameRows(kernels, x, 2, 2 + rows, w, 0, 70);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tiersAndHalves")
  void multipliesRowsByAnyRangeOfOutputs(Offer offer, FloatFormat format) {
    PackedKernels kernels = usable(offer);
    PackedWeight w = PackedKernels.packHalves(random.floats(70, 16), 1, format, arena);
    Tensor x = random.floats(6, 16);
    for (int from = 0; from < 70; from += 3) {
      for (int to = from + 1; to <= 70; to += 5) {
        requireSameRows(kernels, x, 1, 4, w, from, to);
      }
    }
  }

  private void requireSameRows(
      PackedKernels kernels, Tensor x, int fromRow, int toRow, PackedWeight w, int from, int to) {
    Tensor before = random.floats(x.rows(), 96);
    for (boolean adds : new boolean[] {false, true}) {
      Tensor expected = Tensor.copyOf(before.toArray(), before.shape(), arena);
      Tensor actual = Tensor.copyOf(before.toArray(), before.shape(), arena);
      PackedKernels.scalar().multiplyRows(x, fromRow, toRow, w, from, to, adds, expected);
      kernels.multiplyRows(x, fromRow, toRow, w, from, to, adds, actual);
      assertThat(actual.toArray())
          .as("%d inputs, rows to %d, outputs [%d, %d)", w.inputs(), toRow, from, to)
          .isEqualTo(expected.toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("tiersAndTypes")
  void roundsExtremes(Offer offer, ElementType type) {
    PackedKernels kernels = usable(offer);
    PackedWeight weight = packed(random.weights(type, 16, 512));
    float[] extremes = {0, -0f, Float.MIN_VALUE, 1e-38f, 3e38f, 0.5f};
    Tensor x = random.floats(3 * extremes.length, 512);
    for (int row = 0; row < x.rows(); row++) {
      float extreme = extremes[row % extremes.length];
      for (int column = 0; column < 512; column++) {
        x.set(row, column, column % 3 == 0 ? -extreme : extreme);
      }
    }
    for (Tensor rows : List.of(x, x.rows(0, extremes.length))) {
      assertThat(product(kernels, rows, weight, 0, 16))
          .isEqualTo(product(PackedKernels.scalar(), rows, weight, 0, 16));
    }
  }

  @ParameterizedTest
  @MethodSource("tiersAndTypes")
  void whatIsNotFiniteShowsInItsRowAlone(Offer offer, ElementType type) {
    PackedKernels kernels = usable(offer);
    PackedWeight weight = packed(random.weights(type, 16, 512));
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      for (int rows : new int[] {3, 19}) {
        Tensor x = random.floats(rows, 512);
        x.set(1, 40, wrong);
        float[] y = product(kernels, x, weight, 0, 16);
        for (int i = 0; i < y.length; i++) {
          assertThat(Float.isFinite(y[i]))
              .as("%s, element %d: %s", wrong, i, y[i])
              .isEqualTo(i / 16 != 1);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tiersAndTypes")
  void worksWhileGarbageIsCollected(Offer offer, ElementType type) throws InterruptedException {
    PackedKernels kernels = usable(offer);
    PackedWeight weight = packed(random.weights(type, 64, 256));
    Tensor x = random.floats(17, 256);
    float[] expected = product(PackedKernels.scalar(), x, weight, 0, 64);
    GarbageCollection.beside(
        () -> {
          for (int i = 0; i < 300; i++) {
            assertThat(product(kernels, x, weight, 0, 64)).isEqualTo(expected);
          }
        });
  }

  private static PackedKernels usable(Offer offer) {
    assumeTrue(offer.unsupportedBecause().isEmpty(), () -> offer.unsupportedBecause().orElse(""));
    return offer.kernels().get();
  }

  private PackedWeight packed(Tensor weight) {
    return PackedKernels.pack(weight, arena).orElseThrow();
  }

  private float[] product(PackedKernels kernels, Tensor x, PackedWeight w, int from, int to) {
    ActivationForm form = w.format().form();
    ActivationLayout layout = kernels.layout(form, x.rows(), x.columns());
    MemorySegment prepared = arena.allocate(layout.bytes(), 64);
    kernels.prepare(form, x, 0, layout.tiles(), prepared);
    Tensor y = Tensor.zeros(Shape.of(x.rows(), w.outputs()), arena);
    kernels.multiply(prepared, w, from, to, y);
    return y.toArray();
  }
}
