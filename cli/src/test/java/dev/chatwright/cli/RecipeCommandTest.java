package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RecipeCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();

  private int run(String... typed) {
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      CommandLine commandLine = ChatwrightCommand.commandLine(typed);
      commandLine.setErr(new PrintWriter(errors, true));
      return commandLine.execute(typed);
    } finally {
      System.setOut(before);
    }
  }

  /** The file that a person makes of it needs no other. */
  @ParameterizedTest
  @ValueSource(strings = {"train", "sft", "lora", "distil", "dpo", "kto", "orpo", "data"})
  void aSchemaIsPrintedOfEachKind(String kind) {
    assertThat(run("recipe", "schema", kind)).isZero();

    JsonNode schema = JsonMapper.shared().readTree(printed.toString(UTF_8));
    String command =
        kind.equals("train") ? kind : kind.equals("data") ? "data prepare" : "tune " + kind;
    assertThat(schema.path("title").asString()).isEqualTo("Recipe of chatwright " + command);
    assertThat(schema.findValuesAsString("$ref"))
        .allMatch(reference -> schema.at(reference.substring(1)).isObject());
  }

  @Test
  void anotherKindIsRefused() {
    assertThat(run("recipe", "schema", "soup")).isEqualTo(2);
    assertThat(errors.toString()).contains("expected one of train, sft, lora", "got \"soup\"");
  }
}
