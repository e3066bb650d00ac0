package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GgufRequantizerTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"F16, 1, 0.001", "BF16, 32, 0.01", "Q8_0, 7, 0.01", "Q4_0, 2, 0.15", "Q4_1, 3, 0.1"})
  void matricesAreStoredAnewAndVectorsStayFloats(ElementType target, int fileType, float error)
      throws IOException {
    float[] values = random(4 * 64);
    Path in = write(values, 64);
    Path out = folder.resolve("out.gguf");

    try (GgufFile file = GgufFile.open(in)) {
      GgufRequantizer.requantize(file, target, out);
    }

    try (GgufFile file = GgufFile.open(out)) {
      assertThat(file.metadata().integer("general.file_type")).hasValue(fileType);
      assertThat(file.metadata().strings("tokens").orElseThrow()).containsExactly("a", "b");
      assertThat(file.tensor("gain").orElseThrow().type()).isEqualTo(ElementType.F32);
      Tensor weight = file.tensor("weight").orElseThrow();
      assertThat(weight.type()).isEqualTo(target);
      assertThat(decode(weight)).hasSameSizeAs(values);
      for (int i = 0; i < values.length; i++) {
        assertThat(decode(weight)[i]).as("element %d", i).isCloseTo(values[i], within(error));
      }
    }
  }

  @Test
  void quantisedTensorsAreReadToo() throws IOException {
    Path first = folder.resolve("first.gguf");
    Path second = folder.resolve("second.gguf");
    try (GgufFile file = GgufFile.open(write(random(4 * 64), 64))) {
      GgufRequantizer.requantize(file, ElementType.Q4_1, first);
    }

    try (GgufFile file = GgufFile.open(first)) {
      GgufRequantizer.requantize(file, ElementType.F32, second);
      float[] before = decode(file.tensor("weight").orElseThrow());
      try (GgufFile floats = GgufFile.open(second)) {
        assertThat(floats.tensor("weight").orElseThrow().toArray()).containsExactly(before);
      }
    }
  }

  @Test
  void rowsThatAreNotWholeBlocksBecomeHalfFloats() throws IOException {
    Path out = folder.resolve("out.gguf");

    try (GgufFile file = GgufFile.open(write(random(4 * 48), 48))) {
      GgufRequantizer.requantize(file, ElementType.Q8_0, out);
    }

    try (GgufFile file = GgufFile.open(out)) {
      assertThat(file.tensor("weight").orElseThrow().type()).isEqualTo(ElementType.F16);
    }
  }

  @Test
  void typesWithoutAnEncoderAreRefused() throws IOException {
    try (GgufFile file = GgufFile.open(write(random(32), 32))) {
      assertThatThrownBy(
              () -> GgufRequantizer.requantize(file, ElementType.Q6_K, folder.resolve("out")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Path write(float[] values, int columns) throws IOException {
    Path path = folder.resolve("in.gguf");
    try (Arena arena = Arena.ofConfined()) {
      Shape shape = Shape.of(values.length / columns, columns);
      new GgufWriter()
          .string("general.architecture", "llama")
          .integer("general.file_type", 0)
          .strings("tokens", List.of("a", "b"))
          .tensor("weight", Tensor.copyOf(values, shape, arena))
          .tensor("gain", Tensor.copyOf(random(columns), Shape.of(columns), arena))
          .write(path);
    }
    return path;
  }

  private static float[] random(int count) {
    Random random = new Random(7);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  private static float[] decode(Tensor tensor) {
    try (Arena arena = Arena.ofConfined()) {
      Tensor floats = Tensor.zeros(Shape.of(tensor.rows(), tensor.columns()), arena);
      for (int row = 0; row < tensor.rows(); row++) {
        Kernels.scalar().copyRow(tensor, row, floats, row);
      }
      return floats.toArray();
    }
  }
}
