package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GgufRoundTripTest {
  @TempDir private Path folder;

  @Test
  void metadataComeBackAsTheyWereWritten() throws IOException {
    Path path = folder.resolve("a.gguf");
    new GgufWriter()
        .string("general.architecture", "llama")
        .integer("a.count", 0xffff_ffffL)
        .floating("a.epsilon", 1e-5f)
        .bool("a.flag", true)
        .strings("a.tokens", List.of("", "Ġhello", "😀"))
        .floats("a.scores", 0.5f, -1f)
        .integers("a.types", 1, -3)
        .write(path);

    try (GgufFile file = GgufFile.open(path)) {
      GgufMetadata metadata = file.metadata();

      assertThat(metadata.architecture()).isEqualTo("llama");
      assertThat(metadata.integer("a.count")).hasValue(0xffff_ffffL);
      assertThat(metadata.floating("a.epsilon")).hasValue(1e-5f);
      assertThat(metadata.bool("a.flag")).contains(true);
      assertThat(metadata.strings("a.tokens").orElseThrow()).containsExactly("", "Ġhello", "😀");
      assertThat(metadata.floats("a.scores").orElseThrow()).containsExactly(0.5f, -1f);
      assertThat(metadata.integers("a.types").orElseThrow()).containsExactly(1, -3);
      assertThat(metadata.string("absent")).isEmpty();
      assertThat(metadata.keys()).hasSize(7).startsWith("general.architecture", "a.count");
    }
  }

  @Test
  void tensorsComeBackOutermostDimensionFirst() throws IOException {
    Path path = folder.resolve("a.gguf");
    try (Arena arena = Arena.ofConfined()) {
      Tensor matrix = Tensor.copyOf(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3), arena);
      Tensor vector = Tensor.copyOf(new float[] {7, 8, 9}, Shape.of(3), arena);
      new GgufWriter().tensor("b", matrix).tensor("a", vector).write(path);
    }

    try (GgufFile file = GgufFile.open(path)) {
      assertThat(file.tensors().keySet()).containsExactly("b", "a");
      Tensor matrix = file.tensor("b").orElseThrow();
      assertThat(matrix.shape()).isEqualTo(Shape.of(2, 3));
      assertThat(matrix.toArray()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(file.tensor("a").orElseThrow().toArray()).containsExactly(7, 8, 9);
      assertThat(file.tensor("c")).isEmpty();
    }
  }

  @Test
  void aBlockTypeKeepsItsBytes() throws IOException {
    Path path = folder.resolve("a.gguf");
    try (Arena arena = Arena.ofConfined()) {
      Tensor tensor = Tensor.of(ElementType.Q4_K, Shape.of(2, 256), arena.allocate(288));
      tensor.data().fill((byte) 42);
      new GgufWriter().tensor("w", tensor).write(path);
    }

    try (GgufFile file = GgufFile.open(path)) {
      Tensor tensor = file.tensor("w").orElseThrow();

      assertThat(tensor).hasToString("Q4_K [2, 256]");
      assertThat(tensor.data().asByteBuffer().get(287)).isEqualTo((byte) 42);
    }
  }

  @Test
  void memoryOfAClosedFileCannotBeRead() throws IOException {
    Path path = folder.resolve("a.gguf");
    new GgufWriter().string("k", "v").write(path);
    GgufFile file = GgufFile.open(path);

    file.close();

    assertThatThrownBy(() -> file.metadata().string("k")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    Path path = folder.resolve("a.gguf");
    new GgufWriter().string("k", "old").write(path);
    byte[] before = Files.readAllBytes(path);
    GgufWriter failing = new GgufWriter().tensor("w", new TensorThatCannotBeMade());

    assertThatThrownBy(() -> failing.write(path)).hasMessage(path + ": disk on fire");

    assertThat(path).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path);
    }
  }

  private record TensorThatCannotBeMade() implements TensorSource {
    @Override
    public ElementType type() {
      return ElementType.F32;
    }

    @Override
    public Shape shape() {
      return Shape.of(4);
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
      throw new IOException("disk on fire");
    }
  }
}
