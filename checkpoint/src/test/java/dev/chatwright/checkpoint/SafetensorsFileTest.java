package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsFileTest {
  @TempDir private Path folder;

  @Test
  void tensorsComeBackAsTheyWereWritten() throws IOException {
    Path path = folder.resolve("a.safetensors");
    try (Arena arena = Arena.ofConfined()) {
      new SafetensorsWriter()
          .metadata("format", "pt")
          .tensor("w", Tensor.copyOf(new float[] {1, 2, 3, 4}, Shape.of(2, 2), arena))
          .tensor("h", Tensor.of(ElementType.F16, Shape.of(3), arena.allocate(6)))
          .write(path);
    }

    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.metadata()).containsEntry("format", "pt");
      assertThat(file.tensors().keySet()).containsExactly("w", "h");
      assertThat(file.tensors().get("w")).hasToString("F32 [2, 2]");
      assertThat(file.tensors().get("h")).hasToString("F16 [3]");
    }
  }

  @Test
  void tensorsOfOtherTypesAreCheckedAndSkipped() throws IOException {
    Path path =
        crafted(
            """
            {"ids":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},\
            "s":{"dtype":"F32","shape":[],"data_offsets":[16,20]}}""",
            20);

    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.skipped()).containsEntry("ids", "I64 [2]");
      assertThat(file.tensors().get("s")).hasToString("F32 [1]");
    }
  }

  @Test
  void quantisedTensorsCannotBeWritten() {
    try (Arena arena = Arena.ofConfined()) {
      Tensor tensor = Tensor.of(ElementType.Q8_0, Shape.of(32), arena.allocate(34));

      assertThatThrownBy(() -> new SafetensorsWriter().tensor("w", tensor))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("tensor w is Q8_0");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000_001, -1, Long.MIN_VALUE, 1L << 40, 65})
  void aHeaderLongerThanAllowedIsRefused(long length) throws IOException {
    requireRefused(
        new LittleEndianBytes().int64(length).zeros(64),
        "header length at byte 0: found " + Long.toUnsignedString(length),
        "at most 64");
  }

  @Test
  void aFileShorterThanItsFirstNumberIsRefused() throws IOException {
    requireRefused(new LittleEndianBytes().raw("abc"), "header length", "the end of the file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "xyz | no JSON object",
        "[1] | no JSON object",
        "{'w':1} | JSON at byte",
        "{\"w\":1} | tensor w at byte 14: found VALUE_NUMBER_INT, allowed is an object",
        "{\"w\":{}} | found a field missing",
        "{\"w\":{\"dtype\":\"F32\",\"extra\":1}} | found extra",
        "{\"__metadata__\":{\"a\":1}} | __metadata__ at byte",
        "{} trailing | JSON at byte",
        "{}{} | found more after its end",
        "{\"a\": | JSON at byte",
      })
  void headersThatAreNoListAreRefused(String header, String part) throws IOException {
    requireRefused(new LittleEndianBytes().int64(header.length()).raw(header), part);
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 100_000})
  void deepJsonIsRefused(int depth) throws IOException {
    String header = "{\"__metadata__\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth + 1);

    requireRefused(new LittleEndianBytes().int64(header.length()).raw(header), "__metadata__");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F32 | [2]  | [0,4]  | found 4 bytes for F32 [2], allowed is 8 bytes",
        "F32 | [2]  | [0,12] | found 12 bytes for F32 [2], allowed is 8 bytes",
        "F32 | [2]  | [8,0]  | allowed is [begin, end] with begin <= end",
        "F32 | [2]  | [4,12] | found a hole: data from 4, allowed is from 0",
        "F32 | [1]  | [0,4]  | allowed is 4 bytes, as the header says",
        "F32 | [3]  | [0,12] | allowed is 12 bytes, as the header says",
        "F32 | [-1] | [0,8]  | found -1",
        "F32 | [2.5]| [0,8]  | whole numbers",
        "F32 | [9223372036854775807,9] | [0,8] | a shape that fits the file",
        "F32 | [99999999999999999999] | [0,8] | found 99999999999999999999",
        "F32 | [1,1,1,1,2] | [0,8] | up to 4 dimensions",
        "F32 | [1,1,1,1,1,1,1,1,1] | [0,8] | at most 8",
        "Q99 | [2]  | [0,8]  | found dtype Q99",
        "F32 | [2]  | [0]    | found [0]",
      })
  void linesThatCannotBeAreRefused(String type, String shape, String offsets, String part)
      throws IOException {
    String header =
        "{\"w\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(type, shape, offsets);

    requireRefused(new LittleEndianBytes().int64(header.length()).raw(header).zeros(8), part);
  }

  @Test
  void overlappingTensorsAreRefused() throws IOException {
    String header =
        """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
        "b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""";

    requireRefused(
        new LittleEndianBytes().int64(header.length()).raw(header).zeros(12),
        "tensor b at byte 8: found an overlap: data from 4, allowed is from 8");
  }

  @Test
  void aSecondTensorOfTheSameNameIsRefused() throws IOException {
    String header =
        """
        {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},\
        "a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""";

    requireRefused(
        new LittleEndianBytes().int64(header.length()).raw(header).zeros(8),
        "JSON at byte",
        "\"a\"");
  }

  @ParameterizedTest
  @CsvSource({"504b0304, a zip archive", "8002635f, a Python pickle"})
  void filesThatCanHoldCodeAreNamed(String start, String kind) throws IOException {
    requireRefused(
        new LittleEndianBytes().hex(start).zeros(64),
        "not a safetensors file at byte 0: this is " + kind,
        "which can run code");
  }

  private void requireRefused(LittleEndianBytes bytes, String... parts) throws IOException {
    Path path = bytes.writeTo(folder);

    assertThatThrownBy(() -> SafetensorsFile.open(path))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContainingAll(parts);
  }

  private Path crafted(String header, int dataBytes) throws IOException {
    return new LittleEndianBytes()
        .int64(header.length())
        .raw(header)
        .zeros(dataBytes)
        .writeTo(folder);
  }
}
