package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns that count more are kept nearer. */
final class ImportanceTest {
  private static final int COLUMNS = 512;
  private static final String WEIGHT = "blk.0.ffn_down.weight";

  @TempDir private Path folder;

  private static float[] random(int count) {
    Random random = new Random(3);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Every eighth column counts a thousand times as much. */
  private static float[] unequal(int columns) {
    float[] importance = new float[columns];
    for (int i = 0; i < columns; i++) {
      importance[i] = i % 8 == 0 ? 1000 : 1;
    }
    return importance;
  }

  private Path model(float[] values) throws IOException {
    Path path = folder.resolve("in.gguf");
    try (Arena arena = Arena.ofConfined()) {
      Shape shape = Shape.of(values.length / COLUMNS, COLUMNS);
      new GgufWriter()
          .string("general.architecture", "llama")
          .tensor(WEIGHT, Tensor.copyOf(values, shape, arena))
          .write(path);
    }
    return path;
  }

  private float[] quantised(Path in, Importance importance, ElementType type) throws IOException {
    Path out = folder.resolve("out.gguf");
    try (GgufFile file = GgufFile.open(in)) {
      GgufRequantizer.requantize(file, importance, type, out);
    }
    try (GgufFile file = GgufFile.open(out);
        Arena arena = Arena.ofConfined()) {
      Tensor weight = file.tensor(WEIGHT).orElseThrow();
      assertThat(weight.type()).isEqualTo(type);
      Tensor floats = Tensor.zeros(weight.shape(), arena);
      for (int row = 0; row < weight.rows(); row++) {
        Kernels.scalar().copyRow(weight, row, floats, row);
      }
      return floats.toArray();
    }
  }

  /** Returns the sum of the squared errors, each as often as its column counts. */
  private static double error(float[] found, float[] expected, float[] importance) {
    double error = 0;
    for (int i = 0; i < found.length; i++) {
      double difference = found[i] - expected[i];
      error += importance[i % importance.length] * difference * difference;
    }
    return error;
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"Q4_1", "Q4_K"})
  void whatCountsMoreIsKeptNearer(ElementType type) throws IOException {
    float[] values = random(8 * COLUMNS);
    float[] counts = unequal(COLUMNS);
    Path in = model(values);

    float[] without = quantised(in, Importance.NONE, type);
    float[] with = quantised(in, Importance.of(Map.of(WEIGHT, counts), 1536), type);

    assertThat(error(with, values, counts)).isLessThan(0.5 * error(without, values, counts));
    float[] same = new float[COLUMNS];
    Arrays.fill(same, 1);
    assertThat(error(with, values, same)).isLessThan(4 * error(without, values, same));
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"Q4_1", "Q4_K"})
  void columnsThatNeverCountDoNoHarm(ElementType type) throws IOException {
    float[] values = random(COLUMNS);

    float[] found =
        quantised(model(values), Importance.of(Map.of(WEIGHT, new float[COLUMNS]), 1536), type);

    for (int i = 0; i < values.length; i++) {
      assertThat(found[i]).isBetween(values[i] - 0.5f, values[i] + 0.5f);
    }
  }

  @Test
  void otherWeightsAreAsWithoutIt() throws IOException {
    Path in = model(random(2 * COLUMNS));
    Importance another = Importance.of(Map.of("blk.1.ffn_down.weight", unequal(COLUMNS)), 1536);

    assertThat(quantised(in, another, ElementType.Q4_K))
        .isEqualTo(quantised(in, Importance.NONE, ElementType.Q4_K));
  }

  @Test
  void itsFileHoldsIt() throws IOException {
    Path in = model(random(2 * COLUMNS));
    Importance importance = Importance.of(Map.of(WEIGHT, unequal(COLUMNS)), 1536);
    Path file = folder.resolve("importance.gguf");

    importance.write(file, "text.txt", 3, 512);

    assertThat(quantised(in, Importance.read(file), ElementType.Q4_K))
        .isEqualTo(quantised(in, importance, ElementType.Q4_K));
    try (GgufFile written = GgufFile.open(file)) {
      assertThat(written.tensor(WEIGHT + ".counts").orElseThrow().get(0, 0)).isEqualTo(3 * 512);
      assertThat(written.tensor(WEIGHT + ".in_sum2").orElseThrow().get(0, 8))
          .isEqualTo(1000f * 3 * 512);
    }
  }

  @Test
  void thatOfAnotherModelIsRefused() throws IOException {
    Path in = model(random(COLUMNS));
    Importance another = Importance.of(Map.of(WEIGHT, unequal(256)), 1536);

    assertThatThrownBy(() -> quantised(in, another, ElementType.Q4_K))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("256 columns there and 512 here");
  }

  @Test
  void anOrdinaryModelIsNoImportance() throws IOException {
    Path in = model(random(COLUMNS));

    assertThatThrownBy(() -> Importance.read(in))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("must be \"imatrix\", found none");
  }

  @Test
  void brokenSumsAreRefused() throws IOException {
    Path file = folder.resolve("broken.gguf");
    try (Arena arena = Arena.ofConfined()) {
      new GgufWriter()
          .string("general.type", "imatrix")
          .tensor(WEIGHT + ".in_sum2", Tensor.copyOf(new float[] {1, -1}, Shape.of(2), arena))
          .tensor(WEIGHT + ".counts", Tensor.copyOf(new float[] {2}, Shape.of(1), arena))
          .write(file);
    }

    assertThatThrownBy(() -> Importance.read(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("column 1 has -0.5");
  }

  @Test
  void sumsWithoutTheirCountAreRefused() throws IOException {
    Path file = folder.resolve("broken.gguf");
    try (Arena arena = Arena.ofConfined()) {
      new GgufWriter()
          .string("general.type", "imatrix")
          .tensor(WEIGHT + ".in_sum2", Tensor.copyOf(new float[] {1, 2}, Shape.of(2), arena))
          .write(file);
    }

    assertThatThrownBy(() -> Importance.read(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no tensor " + WEIGHT + ".counts");
  }
}
