package dev.chatwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.training.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanCommandTest {
  @TempDir private Path folder = Path.of("set by JUnit");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int plan(String... more) throws IOException {
    Path text = folder.resolve("text.txt");
    Files.writeString(text, "a heron waits in the reeds. ".repeat(2000));
    String[] fixed = {"plan", "--data", text.toString(), "--probe-seconds", "0.05"};
    String[] all = new String[fixed.length + more.length];
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      return ChatwrightCommand.commandLine(all).execute(all);
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void aPlanEndsInARecipeThatTrainTakes() throws IOException {
    Path recipe = folder.resolve("recipe.yaml");

    int code = plan("--time", "5s", "--probe", "--json", "--write", recipe.toString());

    assertThat(code).isZero();
    JsonNode plan = JsonMapper.shared().readTree(printed.toString(StandardCharsets.UTF_8));
    assertThat(plan.path("recipe").asString()).isEqualTo(Files.readString(recipe));
    assertThat(Recipe.read(recipe).model().layers()).isEqualTo(plan.at("/model/depth").asInt());
    assertThat(plan.path("compared").size()).isBetween(2, 3);
    assertThat(plan.path("lowestLoss").asDouble())
        .isLessThanOrEqualTo(plan.path("expectedLoss").asDouble());
  }

  @Test
  void aRecipeThatIsThereIsKept() throws IOException {
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), "mine");

    assertThat(plan("--depth", "1", "--write", recipe.toString())).isEqualTo(1);
    assertThat(recipe).hasContent("mine");
  }

  @Test
  void forPeopleTheRecipeIsPrinted() throws IOException {
    assertThat(plan("--depth", "1")).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("llama of depth 1 and width 64", "on this machine", "layers: 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--time=5x", "--time=0s", "--size=many", "--depth=99", "--depth=0"})
  void whatIsNoBudgetIsAWrongUsage(String option) throws IOException {
    assertThat(plan(option)).isEqualTo(2);
  }
}
