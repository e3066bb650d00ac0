package dev.chatwright.training.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chatwright.training.data.DataException;
import dev.chatwright.training.data.ExampleFile;
import dev.chatwright.training.data.FileFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Files that {@code make.py} wrote with pyarrow, whole and broken. */
class ParquetFileTest {
  private static final int MOST_ROW_BYTES = 1 << 20;
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"chats-snappy", "chats-gzip-2", "nested", "nested-2", "flat", "flat-2", "no-rows"})
  void rowsAreThoseThatWereWritten(String name) throws IOException {
    List<JsonNode> expected =
        Files.readString(resource(name + ".jsonl")).lines().map(ParquetFileTest::normal).toList();

    assertThat(rows(resource(name + ".parquet")).stream().map(row -> normal(row.toString())))
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({"chats-zstd, chats-snappy", "flat-zstd, flat"})
  void zstandardHoldsTheSameRows(String name, String same) throws IOException {
    assertThat(rows(resource(name + ".parquet"))).isEqualTo(rows(resource(same + ".parquet")));
  }

  /** Reads JSON text, so that numbers of any kind compare as they are written. */
  private static JsonNode normal(String json) {
    return JSON.readTree(json);
  }

  @Test
  void aFileIsKnownByItsContentAndReadAsExamples() throws IOException {
    try (var reader = ExampleFile.read(resource("chats-snappy.parquet"))) {
      var first = Objects.requireNonNull(reader.next());

      assertThat(reader.format()).isEqualTo(FileFormat.PARQUET);
      assertThat(first.example().everyMessage()).hasSize(2);
      assertThat(first.place().toString()).endsWith("chats-snappy.parquet row 1");
      assertThat(reader.bytesRead()).isPositive();
    }
  }

  @Test
  void aRowMayNotBeLongerThanItsBound() {
    assertThatExceptionOfType(ParquetException.class)
        .isThrownBy(() -> rows(resource("chats-snappy.parquet"), 200))
        .withMessageContaining("more than 200 bytes");
  }

  @Test
  void whatIsNotReadIsNamed() throws IOException {
    byte[] encrypted = Files.readAllBytes(resource("flat.parquet"));
    encrypted[encrypted.length - 1] = 'E';

    assertThatExceptionOfType(ParquetException.class)
        .isThrownBy(() -> rows(resource("lz4.parquet")))
        .withMessage(
            "found a column compressed with LZ4, expected Zstandard, Snappy, gzip or none");
    assertThatExceptionOfType(ParquetException.class)
        .isThrownBy(() -> rows(write(encrypted)))
        .withMessage("found \"PARE\" at the end, expected a file that is not encrypted");
  }

  @Test
  void errorsOfExamplesNameFileAndRow() throws IOException {
    byte[] cut = Files.readAllBytes(resource("flat.parquet"));
    Path file = write(Arrays.copyOf(cut, cut.length - 3));

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> ExampleFile.read(file).close())
        .withMessageStartingWith(file + ": found ");
  }

  /** Whatever bit is wrong, a file is read or refused: nothing hangs, and no other error comes. */
  @ParameterizedTest
  @ValueSource(
      strings = {"chats-gzip-2", "nested", "nested-2", "flat", "chats-snappy", "chats-zstd"})
  void aBrokenFileIsReadOrRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(resource(name + ".parquet"));
    int refused = 0;
    int tried = 0;
    for (int bit = 0; bit < whole.length * Byte.SIZE; bit += 101) {
      byte[] broken = whole.clone();
      broken[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      refused += isRefused(write(broken)) ? 1 : 0;
      tried++;
    }

    assertThat(refused).isBetween(tried / 20, tried);
  }

  @Test
  void aFileThatEndsEarlyIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(resource("nested.parquet"));
    for (int length = 0; length < whole.length; length += 13) {
      assertThat(isRefused(write(Arrays.copyOf(whole, length)))).isTrue();
    }
  }

  private boolean isRefused(Path file) throws IOException {
    try {
      rows(file);
      return false;
    } catch (ParquetException refused) {
      assertThat(refused).hasMessageStartingWith("found ");
      return true;
    }
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("broken.parquet"), content);
  }

  private static List<ObjectNode> rows(Path path) throws IOException {
    return rows(path, MOST_ROW_BYTES);
  }

  private static List<ObjectNode> rows(Path path, int mostRowBytes) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    try (ParquetFile file = ParquetFile.open(path, mostRowBytes, bytes -> {})) {
      for (@Nullable ObjectNode row = file.next(); row != null; row = file.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static Path resource(String name) {
    return Path.of(Objects.requireNonNull(ParquetFileTest.class.getResource(name)).getPath());
  }
}
