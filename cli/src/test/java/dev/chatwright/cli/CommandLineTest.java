package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
  private final StringWriter errors = new StringWriter();
  @TempDir private Path home;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "sing | Unmatched argument at index 0: 'sing'",
        "generate | --prompt",
        "generate --prompt a --messages b | mutually exclusive",
        "generate --prompt a --threads many | '--threads'",
        "model | model needs one of",
        "bench inference --decode-tokens x | 'x' is not an int",
        "tokenizer decode seven | 'seven' is not an int",
        "model quantize m --out f | --to",
        "evaluate perplexity | --file"
      })
  void wrongUsageNamesTheValueAndEndsWithTwo(String typed, String expected) {
    int code = execute(typed.split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString()).startsWith("chatwright: ").contains(expected).contains("--help");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "generate --prompt a --max-tokens 0 | --max-tokens must be at least 1, got 0",
        "generate --messages f.json --raw | --raw goes with --prompt",
        "model pull ../etc/nothing-here | nothing-here"
      })
  void impossibleValuesEndWithTwo(String typed, String expected) {
    int code = execute((typed + " --home " + home).split(" "));

    assertThat(errors.toString()).contains(expected);
    assertThat(code).isEqualTo(2);
  }

  @Test
  void unknownModelIsAFailureThatSaysWhatToDo() {
    int code = execute("generate", "--home", home.toString(), "-m", "nobody", "--prompt", "a");

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString())
        .startsWith("chatwright: no model \"nobody\"")
        .contains("chatwright model pull");
  }

  @Test
  void fileThatIsNoModelIsAFailureThatNamesIt() throws Exception {
    Path file = Files.writeString(home.resolve("poem.gguf"), "Roses are red");

    int code =
        execute("generate", "--home", home.toString(), "-m", file.toString(), "--prompt", "a");

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString()).contains("poem.gguf");
    assertThat(errors.toString().lines()).hasSize(1);
  }

  @Test
  void missingMessagesFileIsNamed() {
    Path missing = home.resolve("none.json");

    assertThat(execute("evaluate", "perplexity", "--file", missing.toString())).isEqualTo(1);
    assertThat(errors.toString())
        .isEqualToIgnoringNewLines("chatwright: " + missing + " does not exist");
  }

  private int execute(String... arguments) {
    CommandLine commandLine = ChatwrightCommand.commandLine();
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(arguments);
  }
}
