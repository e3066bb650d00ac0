package dev.chatwright.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowDecoderTest {

  @ParameterizedTest
  @EnumSource(
      names = {"F32", "F16", "BF16"},
      mode = EnumSource.Mode.EXCLUDE)
  void blocksDecodeToTheSameBitsAsInTheGgufPackage(ElementType type) throws IOException {
    byte[] fixture = fixture(type);
    int blocks = type.blockElements() == 32 ? 4 : 2;
    int columns = blocks * type.blockElements();
    int bytes = blocks * type.blockBytes();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data =
          arena.allocate(bytes).copyFrom(MemorySegment.ofArray(fixture).asSlice(0, bytes));
      float[] decoded = new float[columns];

      RowDecoder.decode(Tensor.of(type, Shape.of(columns), data), 0, decoded);

      float[] expected =
          MemorySegment.ofArray(fixture).asSlice(bytes).toArray(JAVA_FLOAT_UNALIGNED);
      assertThat(decoded).isEqualTo(expected);
    }
  }

  @Test
  void laterRowsBeginWhereEarlierOnesEnd() throws IOException {
    byte[] fixture = fixture(ElementType.Q4_K);
    int bytes = 2 * ElementType.Q4_K.blockBytes();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data =
          arena.allocate(bytes).copyFrom(MemorySegment.ofArray(fixture).asSlice(0, bytes));
      float[] decoded = new float[256];

      RowDecoder.decode(Tensor.of(ElementType.Q4_K, Shape.of(2, 256), data), 1, decoded);

      assertThat(decoded)
          .isEqualTo(
              MemorySegment.ofArray(fixture).asSlice(bytes + 1024).toArray(JAVA_FLOAT_UNALIGNED));
    }
  }

  @Test
  void halfAndBrainFloatsDecodeExactly() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment half =
          arena.allocateFrom(JAVA_SHORT, (short) 0x3C00, (short) 0xC000, (short) 0x0001);
      MemorySegment brain =
          arena.allocateFrom(JAVA_SHORT, (short) 0x3F80, (short) 0xC000, (short) 0x7F80);
      float[] out = new float[3];

      RowDecoder.decode(Tensor.of(ElementType.F16, Shape.of(3), half), 0, out);
      assertThat(out).containsExactly(1, -2, 0x1p-24f);

      RowDecoder.decode(Tensor.of(ElementType.BF16, Shape.of(3), brain), 0, out);
      assertThat(out).containsExactly(1, -2, Float.POSITIVE_INFINITY);
    }
  }

  private static byte[] fixture(ElementType type) throws IOException {
    try (InputStream in = RowDecoderTest.class.getResourceAsStream("blocks/" + type + ".bin")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }
}
