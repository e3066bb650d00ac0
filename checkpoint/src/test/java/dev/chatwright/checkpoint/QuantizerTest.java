package dev.chatwright.checkpoint;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantizerTest {

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
  void bytesAreThoseOfTheReference(ElementType type) throws IOException {
    float[] row = floats(resource("quantizer/input.bin"));

    byte[] encoded = encode(type, row);

    assertThat(encoded).isEqualTo(resource("quantizer/" + type + ".bin"));
  }

  /** Small, zero, positive and very unequal numbers, encoded by ggml's reference function. */
  @Test
  void bytesOfSuperBlocksAreThoseOfTheReference() throws IOException {
    float[] row = floats(resource("quantizer/input-256.bin"));

    assertThat(encode(ElementType.Q4_K, row)).isEqualTo(resource("quantizer/Q4_K.bin"));
  }

  @Test
  void aBlockOfZerosHasNoScale() {
    assertThat(encode(ElementType.Q8_0, new float[32])).containsOnly(0);
    assertThat(encode(ElementType.Q4_1, new float[32])).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void numbersThatAreNotFiniteAreRefused(float value) {
    float[] row = new float[32];
    row[5] = value;

    assertThatThrownBy(() -> encode(ElementType.Q8_0, row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Q8_0 holds finite numbers only, element 5 is " + value);
  }

  @Test
  void partsOfBlocksAreRefused() {
    assertThatThrownBy(() -> encode(ElementType.Q4_0, new float[33]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("33 elements are not whole blocks of 32");
  }

  @Test
  void typesWithoutAnEncoderAreRefused() {
    assertThatThrownBy(() -> Quantizer.to(ElementType.Q6_K))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not Q6_K");
  }

  private static byte[] encode(ElementType type, float[] row) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(type.bytes(row.length));
      Quantizer.to(type).encode(row, out);
      return out.toArray(JAVA_BYTE);
    }
  }

  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = QuantizerTest.class.getResourceAsStream("/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }
}
