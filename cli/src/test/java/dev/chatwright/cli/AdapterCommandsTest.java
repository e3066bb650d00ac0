package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What commands say of adapters, and of files that they would overwrite. */
class AdapterCommandsTest {
  @TempDir private Path folder = Path.of("set by JUnit");

  private record Outcome(int code, String out, String err) {}

  private Outcome run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var printed = new ByteArrayOutputStream();
    var told = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      int code = ChatwrightCommand.commandLine(arguments).execute(arguments);
      return new Outcome(
          code, printed.toString(StandardCharsets.UTF_8), told.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private String adapter() throws IOException {
    Path file = folder.resolve("changes.gguf");
    new GgufWriter()
        .string("general.architecture", "llama")
        .string("general.type", "adapter")
        .string("adapter.type", "lora")
        .string("general.base_model.0.name", "\033[31mred\nrank            1")
        .floating("adapter.lora.alpha", 8)
        .tensor("blk.0.attn_q.weight.lora_a", Tensor.zeros(Shape.of(2, 16), Arena.ofAuto()))
        .tensor("blk.0.attn_q.weight.lora_b", Tensor.zeros(Shape.of(16, 2), Arena.ofAuto()))
        .write(file);
    return file.toString();
  }

  @Test
  void showTellsWhatAnAdapterIs() throws IOException {
    Outcome shown = run("model", "show", adapter(), "--home", folder.toString(), "--json");

    assertThat(shown.code()).as(shown.err()).isZero();
    JsonNode report = JsonMapper.shared().readTree(shown.out());
    assertThat(report.path("adapter").asString()).isEqualTo("GGUF");
    assertThat(report.path("rank").asInt()).isEqualTo(2);
    assertThat(report.path("parameters").asInt()).isEqualTo(64);
    assertThat(report.path("sha256").asString()).matches("[0-9a-f]{64}");
  }

  /** Else who made a file would write to the terminal of who looks at it. */
  @Test
  void whatAFileSaysStaysOnItsLine() throws IOException {
    Outcome shown = run("model", "show", adapter(), "--home", folder.toString());

    assertThat(shown.out()).doesNotContain("\033").contains("[31mred rank            1");
    assertThat(shown.out().lines().filter(line -> line.startsWith("rank"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Q5_K", "fast"})
  void aTypeThatIsNotWrittenIsToldWithThoseThatAre(String type) throws IOException {
    Outcome refused =
        run("model", "quantize", adapter(), "--to", type, "--out", folder.resolve("x").toString());

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("expected one of F32, F16, BF16, Q4_0, Q4_1, Q8_0, Q4_K but was '" + type + "'");
  }

  @Test
  void whatIsThereIsNotOverwritten() throws IOException {
    Path there = Files.writeString(folder.resolve("there"), "mine");
    String adapter = adapter();

    for (String[] command :
        new String[][] {
          {"model", "merge", "--model", adapter, "--adapter", adapter, "--out", there.toString()},
          {"model", "export", "--model", adapter, "--to", there.toString()}
        }) {
      Outcome refused = run(command);

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("there exists already");
    }
    assertThat(there).hasContent("mine");
  }
}
