package dev.chatwright.training.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "auto ; one~two~~three~ ; one~two~~three",
        "none ; one<|endoftext|>two ; one<|endoftext|>two",
        "auto ; one<|endoftext|>two~<|endoftext|>~~<|endoftext|>three ; one+two+three",
        "blank-line ; ~~one~two~ ~~three ; one~two+three",
        "==== ; one~====~two====three ; one+two+three"
      })
  void documentsEndAtTheirSeparator(String separator, String content, String documents)
      throws IOException {
    Path file = write("text.txt", content.replace('~', '\n'));

    assertThat(
            Examples.of(file, ReadOptions.DEFAULT.withSeparator(Separator.of(separator))).stream()
                .map(example -> ((TextExample) example).text().strip()))
        .containsExactly(documents.replace('~', '\n').split("\\+", -1));
  }

  @Test
  void placesAreTheFirstLineOfEach() throws IOException {
    Path text = write("text.txt", "\n\none\ntwo\n\n\nthree\n");
    Path lines = write("rows.jsonl", "{\"text\":\"a\"}\n\n{\"text\":\"b\"}\n");
    Path array = write("rows.json", "[\n {\"text\":\"a\"},\n\n {\"text\":\n\"b\"}]");
    Path csv = write("rows.csv", "text,n\n\"a\nb\",1\nc,2\n");

    assertThat(numbers(text)).containsExactly(3L, 7L);
    assertThat(numbers(lines)).containsExactly(1L, 3L);
    assertThat(numbers(array)).containsExactly(2L, 4L);
    assertThat(numbers(csv)).containsExactly(2L, 4L);
  }

  private static List<Long> numbers(Path file) throws IOException {
    ReadOptions options = ReadOptions.DEFAULT.withSeparator(new Separator.BlankLines());
    return Examples.placed(file, options).stream().map(e -> e.place().number()).toList();
  }

  @Test
  void valuesOfCsvMayHoldCommasQuotesAndLines() throws IOException {
    Path file = write("rows.csv", "prompt,response\n\"a, \"\"b\"\"\n\nc\",d\"e\n");

    assertThat(Examples.of(file).getFirst().everyMessage())
        .extracting(message -> message.content())
        .containsExactly("a, \"b\"\n\nc", "d\"e");
  }

  @Test
  void packedFilesAndByteOrderMarksAreReadAsWhatTheyHold() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("\uFEFF{\"text\":\"a\"}\n".getBytes(UTF_8));
    }
    Path file = Files.write(folder.resolve("rows.jsonl.gz"), packed.toByteArray());

    assertThat(Examples.of(file)).containsExactly(new TextExample("a"));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 15, 60})
  void aPackedFileThatEndsEarlyIsNamed(int bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"text\":\"one two three four five six seven eight nine\"}\n".getBytes(UTF_8));
    }
    Path file =
        Files.write(folder.resolve("a.jsonl.gz"), Arrays.copyOf(packed.toByteArray(), bytes));

    assertThatThrownBy(() -> Examples.of(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.jsonl.gz: found broken gzip (");
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a.jsonl | '' | a.jsonl: found nothing but white space, expected rows or text",
        "a.json | '[]' | a.json: found no row, expected at least one",
        "a.json | '\"x\"' | a.json:1: found '\"', expected a JSON array or an object on each line",
        "a.jsonl | '{\"text\":\"a\"}~{\"text\":~' | a.jsonl:2: found no JSON (Unexpected end",
        "a.jsonl | '{\"text\":\"a\",\"text\":\"b\"}' | a.jsonl:1: found no JSON (Duplicate",
        "a.jsonl | '[1]' | a.jsonl:1: found the array [1], expected an object on each line",
        "a.json | '[{\"text\":\"a\"},~3]' | a.json:2: found the number 3, expected an array of",
        "a.json | '[{\"text\":\"a\"},~{' | a.json:2: found no JSON",
        "a.json | '[{\"text\":\"a\"}]~7' | a.json:2: found more after the array",
        "a.jsonl | '{\"a\":1,\"b\":2}' | a.jsonl:1: found the fields [a, b], expected \"text\"",
        "a.jsonl | '{\"text\":7}' | a.jsonl:1: found the number 7 as \"text\", expected a text",
        "a.jsonl | '{\"text\":\"a\"}~{\"messages\":[]}' | a.jsonl:2: found the fields [messages],",
        "a.jsonl | '{\"messages\":[]}' | a.jsonl:1: found the array [], expected a list of 1 to",
        "a.jsonl | '{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}' | a.jsonl:1: a"
            + " conversation needs a turn of the assistant",
        "a.jsonl | '{\"messages\":[{\"role\":\"root\",\"content\":\"a\"}]}' | a.jsonl:1: message 1:"
            + " found the string \"root\" as role, expected system, user",
        "a.jsonl | '{\"messages\":[{\"role\":\"user\",\"content\":1}]}' | a.jsonl:1: message 1: found"
            + " the number 1 as content",
        "a.jsonl | '{\"chosen\":\"a\",\"rejected\":\"b\"}' | a.jsonl:1: found \"chosen\" and"
            + " \"rejected\" with different beginnings",
        "a.csv | 'text,n~a~' | a.csv:2: found 1 values, expected 2 as in the first line",
        "a.csv | 'text~\"a~b' | a.csv:2: found the end of the file in a value",
        "a.csv | 'text,text~a,b' | a.csv:1: found a column twice",
        "a.bin | 'PAR1...PAR1' | a.bin: found 11 as the bytes of a file, expected at least 12"
      })
  void whatIsWrongIsToldWithItsLine(String name, String content, String problem)
      throws IOException {
    Path file = write(name, content.replace('~', '\n'));

    assertThatThrownBy(() -> Examples.of(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder + "/" + problem);
  }

  @Test
  void binaryFilesAndBrokenTextAreNamed() throws IOException {
    Path binary = Files.write(folder.resolve("a.bin"), new byte[] {'M', 'Z', 0, 3});
    Path text = Files.write(folder.resolve("a.txt"), new byte[] {'a', '\n', (byte) 0xFF});

    assertThatThrownBy(() -> Examples.of(binary))
        .hasMessageContaining(
            "a.bin: found the byte 0x00 at 2, expected text, JSON, CSV or Parquet");
    assertThatThrownBy(() -> Examples.of(text))
        .hasMessageContaining("a.txt:2: found bytes that are no UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.jsonl | {\"text\":\"%s\"}",
        "a.json | [{\"text\":\"%s\"}]",
        "a.csv | text~\"%s~%1$s\"",
        "a.txt | %s"
      })
  void rowsAreBounded(String name, String content) throws IOException {
    Path file = write(name, content.replace('~', '\n').formatted("x".repeat(200_000)));

    assertThatThrownBy(() -> Examples.of(file, ReadOptions.DEFAULT.withMostRowBytes(100_000)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("more than 100000 ");
  }

  @Test
  void depthIsBounded() throws IOException {
    Path file = write("a.jsonl", "{\"text\":" + "[".repeat(1000) + "]".repeat(1000) + "}");

    assertThatThrownBy(() -> Examples.of(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "a.jsonl:1: found no JSON (Document nesting depth (65) exceeds the maximum allowed (64))");
  }

  @Test
  void afterABrokenRowTheNextIsRead() throws IOException {
    Path file = write("a.jsonl", "{\"text\":\"a\"}\n{oops\n{\"text\":\"c\"}\n");
    try (ExampleReader reader = ExampleFile.read(file)) {
      reader.next();
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              DataException.class, broken -> assertThat(broken.rowOnly()).isTrue());
      assertThat(reader.next())
          .isNotNull()
          .extracting(e -> e.example())
          .isEqualTo(new TextExample("c"));
      assertThat(reader.next()).isNull();
    }
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
