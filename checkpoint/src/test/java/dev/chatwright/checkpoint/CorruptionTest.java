package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Property: a damaged file is read or refused; nothing else ever happens. */
final class CorruptionTest {
  private static final int ROUNDS = 400;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedGgufFilesAreReadOrRefused(long seed) throws IOException {
    Path path = folder.resolve("model.gguf");
    try (Arena arena = Arena.ofConfined()) {
      new GgufWriter()
          .string("general.architecture", "llama")
          .integer("general.alignment", 32)
          .strings("tokens", List.of("a", "bc", "def"))
          .floats("scores", 1, 2, 3)
          .integers("types", 1, 2, 3)
          .bool("flag", true)
          .tensor("a", Tensor.zeros(Shape.of(4, 8), arena))
          .tensor("b", Tensor.zeros(Shape.of(8), arena))
          .write(path);
    }

    int refused = damage(path, seed, CorruptionTest::readGguf);

    assertThat(refused).isBetween(ROUNDS / 5, ROUNDS - 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void damagedSafetensorsFilesAreReadOrRefused(long seed) throws IOException {
    Path path = folder.resolve("model.safetensors");
    try (Arena arena = Arena.ofConfined()) {
      new SafetensorsWriter()
          .metadata("format", "pt")
          .tensor("a", Tensor.zeros(Shape.of(4, 8), arena))
          .tensor("b", Tensor.zeros(Shape.of(8), arena))
          .write(path);
    }

    int refused = damage(path, seed, CorruptionTest::readSafetensors);

    assertThat(refused).isBetween(ROUNDS / 5, ROUNDS - 1);
  }

  @FunctionalInterface
  private interface Reader {
    void read(Path path) throws IOException;
  }

  private static int damage(Path path, long seed, Reader reader) throws IOException {
    byte[] sound = Files.readAllBytes(path);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      Files.write(path, damaged(sound, random));
      try {
        reader.read(path);
      } catch (CheckpointException e) {
        assertThat(e).hasMessageStartingWith(path.toString());
        refused++;
      }
    }
    return refused;
  }

  private static byte[] damaged(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    int flips = 1 + random.nextInt(4);
    for (int i = 0; i < flips; i++) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          (byte) (random.nextBoolean() ? bytes[at] ^ 1 << random.nextInt(8) : random.nextInt());
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private static void readGguf(Path path) throws IOException {
    try (GgufFile file = GgufFile.open(path)) {
      GgufMetadata metadata = file.metadata();
      metadata.architecture();
      metadata.strings("tokens");
      metadata.floats("scores");
      metadata.integers("types");
      metadata.bool("flag");
      file.tensors().values().forEach(CorruptionTest::touch);
    }
  }

  private static void readSafetensors(Path path) throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      file.tensors().values().forEach(CorruptionTest::touch);
    }
  }

  private static void touch(Tensor tensor) {
    tensor.data().asByteBuffer().get((int) tensor.data().byteSize() - 1);
  }
}
