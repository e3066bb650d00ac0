package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.checkpoint.ModelStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
        "generate --prompt a --max-tokens 0 | --max-tokens must be at least 1, got 0",
        "chat --max-tokens -3 | --max-tokens must be at least 1, got -3",
        "generate --prompt a --seed x | '--seed': expected a whole number from -9223372036854775808",
        "generate --prompt a --threads 99999999999 | whole number from -2147483648 to 2147483647, got \"99999999999\"",
        "serve --speculation maybe | '--speculation': expected one of off, auto, always, got \"maybe\"",
        "tokenizer train --kind wordpiece | '--kind': expected one of bpe, unigram, got \"wordpiece\"",
        "data inspect f --format xml | expected one of text, json_lines, json_array, csv, parquet, got \"xml\"",
        "bench training chess | expected one of shakespeare, llama, lora, dpo, got \"chess\"",
        "model | model needs one of",
        "bench inference --decode-tokens x | '--decode-tokens': expected a whole number",
        "tokenizer decode seven | expected a whole number from -2147483648 to 2147483647, got \"seven\"",
        "model quantize m --out f | --to",
        "evaluate perplexity | --file",
        "train --out o | --recipe"
      })
  void wrongUsageNamesTheValueAndEndsWithTwo(String typed, String expected) {
    int code = execute(typed.split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString()).startsWith("chatwright: ").contains(expected).contains("--help");
  }

  /** Else a variable that is not set has a run written into the folder one stands in. */
  @Test
  void theEmptyPathIsRefused() {
    assertThat(execute("train", "--recipe", "r", "--out", "")).isEqualTo(2);
    assertThat(errors.toString()).contains("--out").contains("expected a path");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "generate --messages f.json --raw | --raw goes with --prompt",
        "generate --prompt a --temperature NaN | temperature must be 0.0 to 100.0, got NaN",
        "generate --prompt a --temperature -1 | temperature must be 0.0 to 100.0, got -1.0",
        "generate --prompt a --top-p NaN | top-p must be above 0 and at most 1, got NaN",
        "generate --prompt a --min-p -0.1 | min-p must be 0.0 to 1.0, got -0.1",
        "generate --prompt a --top-n-sigma -1 | top-n-sigma must be 0.0 to 100.0, got -1.0",
        "generate --prompt a --dynatemp-range -1 | dynamic temperature range must be 0.0 to 100.0, got -1.0",
        "generate --prompt a --xtc-probability 2 | xtc probability must be 0.0 to 1.0, got 2.0",
        "generate --prompt a --dry-base 0.5 | dry base must be 1.0 to 10.0, got 0.5",
        "generate --prompt a --mirostat-tau 21 | mirostat tau must be 0.0 to 20.0, got 21.0",
        "generate --prompt a --samplers top_k,penalties | penalties and dry come first, got penalties later",
        "generate --prompt a --samplers top_q | a sampling step is one of penalties, dry, temperature,",
        "generate --prompt a --top-k -1 | top-k must be at least 0, got -1",
        "generate --prompt a --repetition-penalty NaN | got NaN",
        "generate --prompt a --logprobs 21 | must be 0 to 20, got 21",
        "chat --temperature NaN | temperature must be 0.0 to 100.0, got NaN",
        "evaluate perplexity --file f --chunks 0 | --chunks must be at least 1, got 0",
        "serve --port 99999 | server.port must be a whole number from 0 to 65535, got '99999'",
        "bench inference --rounds 0 | --rounds must be at least 1, got 0",
        "bench inference --against llama.cpp --rounds -1 | --rounds must be at least 1, got -1",
        "serve --port many | server.port must be a whole number from 0 to 65535, got 'many'",
        "serve --cache-folder-mb 99999999999 | engine.cache_folder_mb must be a whole number from 1 to 16777216, got '99999999999'",
        "serve --cache-folder-mb 0 | engine.cache_folder_mb must be a whole number from 1 to 16777216, got '0'",
        "model pull ../etc/nothing-here | nothing-here"
      })
  void impossibleValuesEndWithTwo(String typed, String expected) {
    int code = execute((typed + " --home " + home).split(" "));

    assertThat(errors.toString()).contains(expected);
    assertThat(code).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generate -m nobody --prompt a",
        "serve -m nobody --port 0",
        "chat -m nobody",
        "tokenizer encode -m nobody a",
        "bench inference -m nobody",
        "model show nobody",
        "model verify nobody",
        "model remove nobody"
      })
  void unknownModelIsAFailureThatSaysWhatToDo(String typed) {
    int code = execute((typed + " --home " + home).split(" "));

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString())
        .startsWith("chatwright: no model \"nobody\"")
        .contains("chatwright model ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--home DIR model list", "model --home DIR list", "model list --home DIR"})
  void homeMayStandAnywhere(String typed) throws Exception {
    Path broken = Files.createDirectories(home.resolve("models/broken"));
    Files.writeString(broken.resolve("model.json"), "{");

    int code =
        execute(typed.replace("list", "show broken").replace("DIR", home.toString()).split(" "));

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString()).contains(broken.toString());
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
  void aFolderThatCannotBeQuantizedSaysWhatToDo() throws Exception {
    Path model = Files.createDirectories(home.resolve("model"));
    String out = home.resolve("out.gguf").toString();

    int code = execute("model", "quantize", model.toString(), "--to", "Q8_0", "--out", out);

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString()).contains("is a folder", "model export --format gguf --type Q8_0");
  }

  @Test
  void missingMessagesFileIsNamed() {
    Path missing = home.resolve("none.json");

    assertThat(execute("evaluate", "perplexity", "--file", missing.toString())).isEqualTo(1);
    assertThat(errors.toString())
        .isEqualToIgnoringNewLines("chatwright: " + missing + " does not exist");
  }

  @Test
  void aRefusedImportLeavesTheStoreAsItWas() throws Exception {
    Path file = Files.writeString(home.resolve("poem.gguf"), "Roses are red");
    Path store = home.resolve("store");

    int code = execute("model", "pull", file.toString(), "--home", store.toString());

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString()).contains("poem.gguf").contains("GGUF");
    assertThat(new ModelStore(store).list()).isEmpty();
  }

  @Test
  void aHomeThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.writeString(home.resolve("file"), "no folder");

    int code =
        execute("model", "pull", "smollm2-135m-instruct", "--home", file.resolve("in").toString());

    assertThat(code).isEqualTo(1);
    assertThat(errors.toString())
        .contains("cannot write to " + file.resolve("in"))
        .contains("choose another home folder");
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      String noModel = Files.writeString(home.resolve("poem.gguf"), "Roses are red").toString();

      int code = execute("serve", "--port", port, "-m", noModel, "--home", home.toString());

      assertThat(code).isEqualTo(1);
      assertThat(errors.toString())
          .contains("port " + port + " at 127.0.0.1 is in use")
          .contains("choose another port");
    }
  }

  @Test
  void aPromptThatNamesAFileIsStillThePrompt() throws Exception {
    Path file = Files.writeString(home.resolve("arguments"), "--no-such-option");

    execute("generate", "--home", home.toString(), "-m", "nobody", "--prompt", "@" + file);

    assertThat(errors.toString()).startsWith("chatwright: no model \"nobody\"");
  }

  private int execute(String... arguments) {
    CommandLine commandLine = ChatwrightCommand.commandLine(arguments);
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(arguments);
  }
}
