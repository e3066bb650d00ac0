package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.TokenizerJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokenizerTrainTest {
  private static final String TEXT =
      "A ferry leaves at noon and comes back with letters, bread and other news.\n".repeat(20);

  private final StringWriter errors = new StringWriter();
  @TempDir private Path folder;
  private Path out = Path.of("");
  private Path text = Path.of("");

  @BeforeEach
  void writeText() throws IOException {
    out = folder.resolve("tokenizer.json");
    text = Files.writeString(folder.resolve("text.txt"), TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpe", "unigram"})
  void writesATokenizerAndReportsIt(String kind) throws Exception {
    String options = "--vocabulary 265 --pattern llama3 --special <s> --json --kind " + kind;

    JsonNode report = JsonMapper.shared().readTree(printed(options));

    Tokenizer tokenizer = TokenizerJson.load(out, Optional.empty());
    assertThat(tokenizer.vocabulary().size()).isEqualTo(265);
    assertThat(tokenizer.vocabulary().text(0)).isEqualTo("<s>");
    assertThat(tokenizer.decode(tokenizer.encode(TEXT))).isEqualTo(TEXT);
    assertThat(report.get("kind").asString()).isEqualTo(kind);
    assertThat(report.get("tokens").asInt()).isEqualTo(265);
    assertThat(report.get("textBytes").asInt()).isEqualTo(TEXT.length());
  }

  /** Others may read it where they may read what its owner writes. */
  @Test
  void theFileIsAsOpenAsOthers() throws Exception {
    assumeTrue(
        Files.getFileStore(folder).supportsFileAttributeView("posix"), "no permissions here");

    printed("--vocabulary 300");

    assertThat(Files.getPosixFilePermissions(out)).isEqualTo(Files.getPosixFilePermissions(text));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("text.txt", "tokenizer.json");
  }

  @Test
  void saysWhenTheTextGivesLess() throws Exception {
    assertThat(printed("--vocabulary 5000"))
        .contains("The text gives no more tokens; 5000 were wanted");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--vocabulary 100 | 2 | vocabulary of 100 tokens, expected 256",
        "--vocabulary 300 --kind words | 2 | --kind",
        "--vocabulary 300 --pattern p | 2 | --pattern",
        "--vocabulary 300 --special a | 2 | special token \"a\"",
        "--vocabulary 300 --min-frequency 0 | 2 | minimum frequency must be at least 1, got 0",
        "--vocabulary 300 --threads 0 | 2 | number of threads must be at least 1, got 0",
        "--vocabulary 300 none.txt | 1 | none.txt does not exist",
        "--vocabulary 300 empty.txt | 1 | empty.txt is empty; a text file is needed",
        "--vocabulary 300 binary | 1 | binary is not UTF-8 at byte 0; a text file is needed"
      })
  void mistakesAreNamed(String options, int code, String expected) throws IOException {
    Files.createFile(folder.resolve("empty.txt"));
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, 0, 1});

    assertThat(execute(options)).isEqualTo(code);
    assertThat(errors.toString()).startsWith("chatwright: ").contains(expected);
    assertThat(out).doesNotExist();
  }

  @Test
  void existingFileIsKept() throws IOException {
    Files.writeString(out, "mine");

    assertThat(execute("--vocabulary 300")).isEqualTo(1);
    assertThat(errors.toString()).contains("exists already");
    assertThat(out).hasContent("mine");
  }

  private String printed(String options) {
    PrintStream before = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, UTF_8));
    try {
      assertThat(execute(options)).as(errors.toString()).isZero();
    } finally {
      System.setOut(before);
    }
    return captured.toString(UTF_8);
  }

  /** Runs the command; a word that is neither option nor value is a file of the folder. */
  private int execute(String options) {
    List<String> arguments = new ArrayList<>(List.of("tokenizer", "train"));
    for (String word : options.split(" ", -1)) {
      boolean file = word.endsWith(".txt") || word.equals("binary");
      arguments.add(file ? folder.resolve(word).toString() : word);
    }
    arguments.addAll(List.of("--out", out.toString(), text.toString()));
    String[] typed = arguments.toArray(String[]::new);
    CommandLine commandLine = ChatwrightCommand.commandLine(typed);
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(typed);
  }
}
