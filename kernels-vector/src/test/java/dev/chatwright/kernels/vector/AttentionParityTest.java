package dev.chatwright.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.AttentionShape;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.KeyValueType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.RandomTensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares attention and the cache to the scalar specification. */
class AttentionParityTest {
  private static final Kernels VECTOR = VectorKernels.INSTANCE;
  private static final Kernels SCALAR = Kernels.scalar();

  private final Arena arena = Arena.ofConfined();
  private final RandomTensors random = new RandomTensors(12, arena);
  private final MemorySegment scratch = arena.allocate(VECTOR.scratchBytes(64, 300), 64);

  @AfterEach
  void release() {
    arena.close();
  }

  @ParameterizedTest(name = "head width {0}")
  @ValueSource(ints = {1, 3, 4, 16, 20, 32, 64, 72, 80, 96, 128})
  void everyHeadWidthAgrees(int headWidth) {
    AttentionShape shape = new AttentionShape(6, 2, headWidth, 0.3f, 0, 0, true);
    compare(shape, 0, 67);
    compare(shape, 70, 1);
    compare(shape, 63, 2);
  }

  @Test
  void everyOptionAgreesAtEveryDistanceFromABlock() {
    for (int first : new int[] {0, 1, 62, 63, 64, 130}) {
      for (int rows : new int[] {1, 2, 3, 5, 6, 7, 66}) {
        compare(new AttentionShape(3, 1, 32, 0.2f, 0, 0, true), first, rows);
        compare(new AttentionShape(3, 1, 32, 0.2f, 5, 0, true), first, rows);
        compare(new AttentionShape(3, 1, 32, 0.2f, 0, 1, true), first, rows);
        compare(new AttentionShape(3, 1, 32, 0.2f, 0, 70, true), first, rows);
        compare(new AttentionShape(4, 4, 32, 0.2f, 0, 0, false), first, rows);
        compare(new AttentionShape(8, 1, 32, 0.2f, 0, 0, true), first, rows);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void resultsDoNotDependOnHowRowsAndHeadsAreDivided(KeyValueType type) {
    for (int window : new int[] {0, 40}) {
      for (int rows : new int[] {1, 2, 50}) {
        AttentionShape shape = new AttentionShape(9, 3, 24, 0.2f, 0, window, true);
        KeyValueBlocks cache = filledCache(type, shape, 100 + rows);
        Tensor queries = random.floats(rows, 9 * 24);
        Tensor whole = Tensor.zeros(Shape.of(rows, 9 * 24), arena);
        Tensor parts = Tensor.zeros(Shape.of(rows, 9 * 24), arena);

        VECTOR.attention(shape, queries, cache, 100, 0, rows, 0, 9, whole, scratch);
        int middle = rows / 3;
        for (int head : new int[] {0, 1, 2, 7}) {
          int next = head == 7 ? 9 : head == 2 ? 7 : head + 1;
          VECTOR.attention(shape, queries, cache, 100, 0, middle, head, next, parts, scratch);
          VECTOR.attention(shape, queries, cache, 100, middle, rows, head, next, parts, scratch);
        }

        assertThat(parts.toArray()).isEqualTo(whole.toArray());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTokenAttendsTheSameAloneAndWithinAPrompt(KeyValueType type) {
    AttentionShape shape = new AttentionShape(6, 2, 64, 0.125f, 0, 0, true);
    KeyValueBlocks cache = filledCache(type, shape, 90);
    Tensor queries = random.floats(40, 6 * 64);
    Tensor prompt = Tensor.zeros(Shape.of(40, 6 * 64), arena);
    Tensor alone = Tensor.zeros(Shape.of(1, 6 * 64), arena);

    VECTOR.attention(shape, queries, cache, 50, 0, 40, 0, 6, prompt, scratch);
    VECTOR.attention(shape, queries.rows(20, 21), cache, 70, 0, 1, 0, 6, alone, scratch);

    assertThat(alone.toArray()).isEqualTo(prompt.rows(20, 21).toArray());
  }

  @ParameterizedTest
  @EnumSource
  void memoryBeyondTheLastPositionIsNeverUsed(KeyValueType type) {
    AttentionShape shape = new AttentionShape(2, 1, 8, 1, 0, 0, true);
    KeyValueBlocks cache = emptyCache(type, shape, 64, -1);
    VECTOR.store(random.floats(10, 8), random.floats(10, 8), 8, 0, cache);
    Tensor y = Tensor.zeros(Shape.of(10, 16), arena);

    VECTOR.attention(shape, random.floats(10, 16), cache, 0, 0, 10, 0, 2, y, scratch);

    for (float element : y.toArray()) {
      assertThat(element).isFinite();
    }
  }

  static Stream<Arguments> typesAndPositions() {
    return Arrays.stream(KeyValueType.values())
        .flatMap(
            type -> Stream.of(0, 1, 63, 64, 100).map(position -> Arguments.of(type, position)));
  }

  @ParameterizedTest(name = "{0} from position {1}")
  @MethodSource("typesAndPositions")
  void bothStoreTheSame(KeyValueType type, int first) {
    AttentionShape shape = new AttentionShape(2, 2, 20, 1, 0, 0, true);
    KeyValueBlocks expected = emptyCache(type, shape, 256, 0);
    KeyValueBlocks actual = emptyCache(type, shape, 256, 0);
    Tensor keys = random.floats(90, 40);
    Tensor values = random.floats(90, 40);
    float[] extremes = {1e30f, -65_520, Float.NEGATIVE_INFINITY, Float.NaN, 1e-7f, 3e-5f, -0f};
    for (int i = 0; i < extremes.length; i++) {
      keys.set(i, i, extremes[i]);
      values.set(40 + i, i, extremes[i]);
    }

    SCALAR.store(keys, values, 20, first, expected);
    VECTOR.store(keys, values, 20, first, actual);

    int bytes = 64 * type.headBytes(20);
    for (int block = 0; block < 4; block++) {
      for (int head = 0; head < 2; head++) {
        assertThat(at(actual.keyAddress(block, head), bytes))
            .isEqualTo(at(expected.keyAddress(block, head), bytes));
        assertThat(at(actual.valueAddress(block, head), bytes))
            .isEqualTo(at(expected.valueAddress(block, head), bytes));
      }
    }
  }

  /** Property: every one of them is the float that Java's conversion gives. */
  @Test
  void allHalfFloatsBecomeFloats() {
    int count = 1 << 16;
    MemorySegment halves = arena.allocate(2L * count);
    MemorySegment floats = arena.allocate(4L * count);
    for (int i = 0; i < count; i++) {
      halves.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) i);
    }

    HalfFloats.copy(halves.address(), count / 4, 4, count / 4, floats.address());

    for (int i = 0; i < count; i++) {
      float expected = Float.float16ToFloat((short) i);
      float actual = floats.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      if (Float.isNaN(expected)) {
        assertThat(actual).isNaN();
      } else {
        assertThat(Float.floatToRawIntBits(actual)).isEqualTo(Float.floatToRawIntBits(expected));
      }
    }
  }

  /** Property: every one of them is the float that it is as a number. */
  @Test
  void allBytesBecomeFloats() {
    MemorySegment bytes = arena.allocate(256);
    MemorySegment floats = arena.allocate(4 * 256);
    for (int i = 0; i < 256; i++) {
      bytes.set(ValueLayout.JAVA_BYTE, i, (byte) i);
    }

    SignedBytes.copy(bytes.address(), 64, 4, 64, floats.address());

    for (int i = 0; i < 256; i++) {
      assertThat(floats.getAtIndex(ValueLayout.JAVA_FLOAT, i)).isEqualTo((byte) i);
    }
  }

  private static byte[] at(long address, int bytes) {
    return Lanes.ALL.asSlice(address, bytes).toArray(ValueLayout.JAVA_BYTE);
  }

  private void compare(AttentionShape shape, int firstPosition, int rows) {
    for (KeyValueType type : KeyValueType.values()) {
      compare(type, shape, firstPosition, rows);
    }
  }

  private void compare(KeyValueType type, AttentionShape shape, int firstPosition, int rows) {
    int width = shape.heads() * shape.headWidth();
    KeyValueBlocks cache = filledCache(type, shape, firstPosition + rows);
    Tensor queries = random.floats(rows, width);
    Tensor expected = Tensor.zeros(Shape.of(rows, width), arena);
    Tensor actual = Tensor.zeros(Shape.of(rows, width), arena);

    SCALAR.attention(
        shape, queries, cache, firstPosition, 0, rows, 0, shape.heads(), expected, scratch);
    VECTOR.attention(
        shape, queries, cache, firstPosition, 0, rows, 0, shape.heads(), actual, scratch);

    Closeness.assertClose(
        actual,
        expected,
        2e-5f,
        "%s, %s from %d, %d rows".formatted(type, shape, firstPosition, rows));
  }

  private KeyValueBlocks filledCache(KeyValueType type, AttentionShape shape, int positions) {
    KeyValueBlocks cache = emptyCache(type, shape, positions, -1);
    int width = shape.keyValueHeads() * shape.headWidth();
    SCALAR.store(
        random.floats(positions, width),
        random.floats(positions, width),
        shape.headWidth(),
        0,
        cache);
    return cache;
  }

  /** Returns blocks all of whose bytes are the same: those of NaN if it is −1. */
  private KeyValueBlocks emptyCache(
      KeyValueType type, AttentionShape shape, int positions, int content) {
    KeyValueBlocks cache = new KeyValueBlocks(type, shape.keyValueHeads(), shape.headWidth());
    long bytes = KeyValueBlocks.halfBlockBytes(type, shape.keyValueHeads(), shape.headWidth());
    while (cache.capacity() < positions) {
      cache.append(filled(bytes, content), filled(bytes, content));
    }
    return cache;
  }

  private MemorySegment filled(long bytes, int content) {
    return arena.allocate(bytes, 64).fill((byte) content);
  }
}
