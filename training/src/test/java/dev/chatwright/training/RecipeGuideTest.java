package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.testing.SchemaCheck;
import dev.chatwright.training.yaml.YamlAsJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RecipeGuideTest {
  @Test
  void theGuideIsNotStale() throws IOException {
    Path fresh = Files.createDirectories(Path.of("target")).resolve("recipes.md");
    Files.writeString(fresh, RecipeGuide.markdown());

    assertThat(Path.of("../docs/guide/recipes.md"))
        .as("stale; copy %s there", fresh.toAbsolutePath())
        .hasSameTextualContentAs(fresh);
  }

  @Test
  void itsExampleIsARecipe() {
    String page = RecipeGuide.markdown();
    int begin = page.indexOf("```yaml\n") + 8;
    String example = page.substring(begin, page.indexOf("```", begin));

    assertThat(example).contains("lora:");
    assertThat(
            new SchemaCheck(JsonMapper.shared().readTree(RecipeKind.LORA.schema()))
                .violations(YamlAsJson.of(example)))
        .isEmpty();
  }
}
