package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is said of texts and types that importance is of no use with, and what is kept of it. */
@Timeout(120)
class ImportanceOptionTest {
  private final StringWriter errors = new StringWriter();
  @TempDir private Path home;
  private Path text = Path.of("set before each test");

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(home.resolve("text.txt"), "A chat is a talk of two. ".repeat(200));
  }

  private int quantize(String type, String out, Object... more) {
    String[] arguments = {
      "model", "quantize", "built-in", "--home", home.toString(), "--to", type, "--out", out
    };
    String[] all = new String[arguments.length + more.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = i < arguments.length ? arguments[i] : more[i - arguments.length].toString();
    }
    CommandLine commandLine = ChatwrightCommand.commandLine(all);
    commandLine.setErr(new PrintWriter(errors, true));
    return commandLine.execute(all);
  }

  @Test
  void whatATextGaveIsKeptAndUsedAgain() throws IOException {
    Path kept = home.resolve("importance.gguf");
    Path first = home.resolve("first.gguf");
    Path again = home.resolve("again.gguf");
    Path without = home.resolve("without.gguf");

    assertThat(quantize("Q4_1", first.toString(), "--importance", text, "--importance-out", kept))
        .as(errors.toString())
        .isZero();
    assertThat(quantize("Q4_1", again.toString(), "--importance", kept)).isZero();
    assertThat(quantize("Q4_1", without.toString())).isZero();

    assertThat(again).hasSameBinaryContentAs(first);
    assertThat(Files.mismatch(without, first)).isNotNegative();
  }

  @Test
  void aTypeThatItIsOfNoUseToIsRefused() {
    assertThat(quantize("Q8_0", home.resolve("x.gguf").toString(), "--importance", text))
        .isNotZero();
    assertThat(errors.toString()).contains("of use to Q4_1 and Q4_K only, not to Q8_0");
  }

  @Test
  void aTextThatIsTooShortIsRefused() throws IOException {
    Files.writeString(text, "Hello.");

    assertThat(quantize("Q4_1", home.resolve("x.gguf").toString(), "--importance", text))
        .isNotZero();
    assertThat(errors.toString()).contains("the text must be at least 512 tokens long, got ");
    assertThat(home.resolve("x.gguf")).doesNotExist();
  }
}
