package dev.chatwright.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks the specification itself, on examples small enough to compute by hand. */
class ScalarKernelsTest {
  private static final Offset<Float> CLOSE = within(1e-5f);

  private final Arena arena = Arena.ofConfined();
  private final Kernels kernels = Kernels.scalar();

  @AfterEach
  void release() {
    arena.close();
  }

  @Test
  void linearMultipliesByTheRowsOfTheRangeOnly() {
    Tensor x = matrix(2, 1, 2, 3, 4);
    Tensor w = matrix(2, 1, 0, 0, 1, 1, 1, 5, 5);
    Tensor y = matrix(4, 9, 9, 9, 9, 9, 9, 9, 9);

    kernels.linear(x, w, 1, 3, y, MemorySegment.NULL);

    assertThat(y.toArray()).containsExactly(9, 2, 3, 9, 9, 4, 7, 9);
  }

  @Test
  void copyRowCopiesToTheGivenRow() {
    Tensor y = matrix(2, 0, 0, 0, 0);

    kernels.copyRow(matrix(2, 1, 2, 3, 4), 1, y, 1);

    assertThat(y.toArray()).containsExactly(0, 0, 3, 4);
  }

  @Test
  void rmsNormDividesByTheRootMeanSquare() {
    Tensor x = matrix(2, 3, 4);

    kernels.rmsNorm(x, vector(1, 2), 0, 0, 1, x);

    float root = (float) Math.sqrt(12.5);
    assertThat(x.toArray()).containsExactly(new float[] {3 / root, 8 / root}, CLOSE);
  }

  @Test
  void layerNormCentresAndScales() {
    Tensor x = matrix(2, 1, 3);

    kernels.layerNorm(x, vector(2, 2), vector(10, 20), 0, 0, 1, x);

    assertThat(x.toArray()).containsExactly(new float[] {8, 22}, CLOSE);
  }

  @Test
  void rotateTurnsPairsOfEachHeadAndLeavesTheRest() {
    Tensor x = matrix(6, 1, 2, 3, 4, 5, 6);
    Tensor quarterTurn = vector(0);

    kernels.rotate(x, 3, quarterTurn, vector(1), false, 0, 1);

    assertThat(x.toArray()).containsExactly(-2, 1, 3, -5, 4, 6);
  }

  @Test
  void interleavedPairsAreNeighboursAndOthersHalfAHeadApart() {
    Tensor interleaved = matrix(4, 1, 2, 3, 4);
    Tensor halves = matrix(4, 1, 2, 3, 4);

    kernels.rotate(interleaved, 4, vector(0, 1), vector(1, 0), true, 0, 1);
    kernels.rotate(halves, 4, vector(0, 1), vector(1, 0), false, 0, 1);

    assertThat(interleaved.toArray()).containsExactly(-2, 1, 3, 4);
    assertThat(halves.toArray()).containsExactly(-3, 2, 1, 4);
  }

  @Test
  void attentionAveragesTheValuesAQuerySees() {
    KeyValueBlocks cache = cache(matrix(1, 1, 1, 1), matrix(1, 3, 6, 12));
    Tensor y = matrix(1, 0, 0);

    attend(new AttentionShape(1, 1, 1, 1, 0, 0, true), vectorRows(5, 5), cache, 1, y);

    assertThat(y.toArray()).containsExactly(new float[] {4.5f, 7}, CLOSE);
  }

  @Test
  void aWindowHidesEarlierPositionsAndNonCausalQueriesSeeLaterOnes() {
    KeyValueBlocks cache = cache(matrix(1, 1, 1, 1), matrix(1, 3, 6, 12));
    Tensor windowed = matrix(1, 0, 0);
    Tensor both = matrix(1, 0, 0, 0);

    attend(new AttentionShape(1, 1, 1, 1, 0, 1, true), vectorRows(5, 5), cache, 1, windowed);
    attend(new AttentionShape(1, 1, 1, 1, 0, 0, false), vectorRows(5, 5, 5), cache, 0, both);

    assertThat(windowed.toArray()).containsExactly(new float[] {6, 12}, CLOSE);
    assertThat(both.toArray()).containsExactly(new float[] {7, 7, 7}, CLOSE);
  }

  @Test
  void scoresAreScaledThenCappedThenWeighted() {
    KeyValueBlocks cache = cache(matrix(1, 0, 1), matrix(1, 0, 1));
    Tensor y = matrix(1, 0);

    attend(new AttentionShape(1, 1, 1, 2, 3, 0, true), vectorRows(5), cache, 1, y);

    double score = 3 * Math.tanh(10 / 3.0);
    assertThat(y.get(0, 0)).isCloseTo((float) (1 / (1 + Math.exp(-score))), CLOSE);
  }

  @Test
  void queryHeadsShareKeyValueHeadsInGroups() {
    KeyValueBlocks cache = cache(matrix(2, 1, 1), matrix(2, 7, 8));
    Tensor y = matrix(4, 0, 0, 0, 0);

    attend(new AttentionShape(4, 2, 1, 1, 0, 0, true), matrix(4, 1, 1, 1, 1), cache, 0, y);

    assertThat(y.toArray()).containsExactly(7, 7, 8, 8);
  }

  @Test
  void activationsHaveTheirTextbookValues() {
    assertThat(activated(Activation.SILU)).containsExactly(new float[] {0, 0.731059f}, CLOSE);
    assertThat(activated(Activation.GELU)).containsExactly(new float[] {0, 0.841345f}, CLOSE);
    assertThat(activated(Activation.GELU_TANH)).containsExactly(new float[] {0, 0.841192f}, CLOSE);
  }

  @Test
  void activateAndMultiplyMultipliesByTheSecondOperand() {
    Tensor gate = vector(1, 1, 1);

    kernels.activateAndMultiply(Activation.SILU, gate, vector(5, 2, 5), 1, 2, gate);

    assertThat(gate.toArray()).containsExactly(new float[] {1, 1.462117f, 1}, CLOSE);
  }

  @Test
  void elementwiseKernelsKeepToTheirRange() {
    Tensor sum = vector(1, 1, 1);
    Tensor scaled = vector(1, 1, 1);
    Tensor capped = vector(9, 9, 9);

    kernels.add(vector(5, 6, 7), 1, 2, sum);
    kernels.scale(scaled, 3, 1, 2);
    kernels.softCap(capped, 3, 1, 2);

    assertThat(sum.toArray()).containsExactly(1, 7, 1);
    assertThat(scaled.toArray()).containsExactly(1, 3, 1);
    assertThat(capped.toArray()).containsExactly(new float[] {9, 2.985164f, 9}, CLOSE);
  }

  @Test
  void linearRowsMultipliesTheRowsOfTheRangeAndLeavesTheOtherColumns() {
    Tensor y = matrix(3, 9, 9, 9, 9, 9, 9, 9, 9, 9);

    kernels.linearRows(matrix(2, 1, 2, 3, 4, 5, 6), 1, 3, matrix(2, 1, 1, 10, 100), y);

    assertThat(y.toArray()).containsExactly(9, 9, 9, 7, 430, 9, 11, 650, 9);
  }

  @Test
  void addProductAddsToTheRowsAndColumnsOfTheRange() {
    Tensor y = matrix(3, 1, 1, 1, 1, 1, 1);

    kernels.addProduct(matrix(2, 1, 2, 3, 4), 0, 2, matrix(3, 1, 2, 3, 10, 20, 30), 1, 3, y);
    kernels.addProduct(matrix(2, 1, 2, 3, 4), 1, 2, matrix(3, 1, 2, 3, 10, 20, 30), 0, 1, y);

    assertThat(y.toArray()).containsExactly(1, 43, 64, 44, 87, 130);
  }

  @Test
  void scaleColumnsMultipliesTheRowsAndColumnsOfTheRange() {
    Tensor x = matrix(3, 1, 2, 3, 4, 5, 6);

    kernels.scaleColumns(vector(7, 10, 100), 0, 1, 1, 3, x);
    kernels.scaleColumns(vector(7, 10, 100), 1, 2, 0, 2, x);

    assertThat(x.toArray()).containsExactly(1, 20, 300, 28, 50, 6);
  }

  @Test
  void addToRowsAddsTheSameVectorToEachRowOfTheRange() {
    Tensor y = matrix(2, 0, 0, 1, 1, 2, 2);

    kernels.addToRows(vector(5, 6), 1, 3, y);

    assertThat(y.toArray()).containsExactly(0, 0, 6, 7, 7, 8);
  }

  @Test
  void argMaxReturnsTheFirstOfEquals() {
    assertThat(kernels.argMax(matrix(3, 9, 9, 9, 1, 4, 4), 1)).isEqualTo(1);
  }

  @Test
  void logSumExpDoesNotOverflow() {
    assertThat(kernels.logSumExp(vector(1000, 1000), 0)).isCloseTo(1000.6931f, within(1e-4f));
  }

  @Test
  void halfFloatsAreRoundedToTheNearestAndNeverInfinite() {
    Tensor values = matrix(1, 1.0005f, 1e6f, Float.NEGATIVE_INFINITY, 65_519, Float.NaN, 3e-8f);
    KeyValueBlocks cache = cache(KeyValueType.F16, values, values);

    float[] keys = new float[6];
    float[] stored = new float[6];
    for (int position = 0; position < stored.length; position++) {
      keys[position] = cache.key(position, 0, 0);
      stored[position] = cache.value(position, 0, 0);
    }
    assertThat(stored)
        .containsExactly(1.0009766f, 65_504, -65_504, 65_504, Float.NaN, 5.9604645e-8f);
    assertThat(keys).isEqualTo(stored);
  }

  @Test
  void bytesAreTheNearestOnTheScaleOfTheLargest() {
    assertThat(inBytes(-127, 0.5f, 1.5f, -2.5f, 0.49f, -0f)).containsExactly(-127, 0, 2, -2, 0, 0);
    assertThat(inBytes(0, -0f, 1e-40f)).containsOnly(0);
  }

  @Test
  void anOutlierIsLimitedAndNanIsAllThatItsHeadHas() {
    assertThat(inBytes(Float.POSITIVE_INFINITY, -1e6f, 300, 200, -Float.MAX_VALUE))
        .containsExactly(new float[] {65_504, -65_504, 65_504f / 127, 0, -65_504}, within(0.1f));
    assertThat(inBytes(1, Float.NaN, Float.POSITIVE_INFINITY)).containsOnly(Float.NaN);
  }

  /** Returns what numbers are when they were stored as the bytes of one head. */
  private float[] inBytes(float... numbers) {
    Tensor head = matrix(numbers.length, numbers);
    KeyValueBlocks cache = cache(KeyValueType.Q8, numbers.length, head, head, 0);
    float[] keys = new float[numbers.length];
    float[] stored = new float[numbers.length];
    for (int d = 0; d < stored.length; d++) {
      keys[d] = cache.key(0, 0, d);
      stored[d] = cache.value(0, 0, d);
    }
    assertThat(keys).isEqualTo(stored);
    return stored;
  }

  @Test
  void attentionReadsWhatWasStoredInSixteenBits() {
    AttentionShape shape = new AttentionShape(1, 1, 1, 1, 0, 0, true);
    KeyValueBlocks cache = cache(KeyValueType.F16, matrix(1, 1, 1), matrix(1, 1.0005f, 1e6f));
    Tensor y = matrix(1, 0, 0);

    attend(shape, matrix(1, 0, 0), cache, 0, y);

    assertThat(y.toArray()).containsExactly(1.0009766f, (1.0009766f + 65_504) / 2);
  }

  @Test
  void eachPositionAndHeadHasAScaleOfItsOwn() {
    Tensor keys = matrix(4, 127, -1, 0.127f, 0, 0, 254, 12.7f, -0.1f);
    Tensor values = matrix(4, 1, 127, 0, 3, 2.54f, 0.02f, 0, 0);

    KeyValueBlocks cache = cache(KeyValueType.Q8, 2, keys, values, 63);

    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 4; column++) {
        assertThat(cache.key(63 + row, column / 2, column % 2))
            .isCloseTo(keys.get(row, column), CLOSE);
        assertThat(cache.value(63 + row, column / 2, column % 2))
            .isCloseTo(values.get(row, column), CLOSE);
      }
    }
  }

  @Test
  void attentionReadsWhatWasStoredInEightBits() {
    AttentionShape shape = new AttentionShape(1, 1, 2, 1, 0, 0, true);
    Tensor values = matrix(2, 127, 1.4f, 254, 5);
    KeyValueBlocks cache = cache(KeyValueType.Q8, 2, matrix(2, 0, 5, 0, 5), values, 0);
    Tensor y = matrix(2, 0, 0, 0, 0);

    attend(shape, matrix(2, 0, 0, 0, 0), cache, 0, y);

    assertThat(y.toArray()).containsExactly(127, 1, 190.5f, 2.5f);
  }

  private float[] activated(Activation activation) {
    Tensor y = vector(0, 0);
    kernels.activate(activation, vector(0, 1), 0, 2, y);
    return y.toArray();
  }

  private void attend(
      AttentionShape shape, Tensor queries, KeyValueBlocks cache, int firstPosition, Tensor y) {
    kernels.attention(
        shape,
        queries,
        cache,
        firstPosition,
        0,
        queries.rows(),
        0,
        shape.heads(),
        y,
        MemorySegment.NULL);
  }

  private KeyValueBlocks cache(Tensor keys, Tensor values) {
    return cache(KeyValueType.F32, keys, values);
  }

  private KeyValueBlocks cache(KeyValueType type, Tensor keys, Tensor values) {
    return cache(type, 1, keys, values, 0);
  }

  private KeyValueBlocks cache(
      KeyValueType type, int headWidth, Tensor keys, Tensor values, int firstPosition) {
    int heads = keys.columns() / headWidth;
    KeyValueBlocks cache = new KeyValueBlocks(type, heads, headWidth);
    long bytes = KeyValueBlocks.halfBlockBytes(type, heads, headWidth);
    while (cache.capacity() < firstPosition + keys.rows()) {
      cache.append(arena.allocate(bytes), arena.allocate(bytes));
    }
    kernels.store(keys, values, headWidth, firstPosition, cache);
    return cache;
  }

  private Tensor vector(float... values) {
    return Tensor.copyOf(values, Shape.of(values.length), arena);
  }

  private Tensor vectorRows(float... values) {
    return matrix(1, values);
  }

  private Tensor matrix(int columns, float... values) {
    return Tensor.copyOf(values, Shape.of(values.length / columns, columns), arena);
  }
}
