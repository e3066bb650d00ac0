package dev.chatwright.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataRecipeTest {
  @TempDir Path folder;

  @Test
  void whatIsNamedHoldsAndTheRestIsAsUsual() throws IOException {
    DataRecipe recipe =
        read(
            """
            inputs:
              - path: stories.txt
                weight: 2
                licence: CC0-1.0
                separator: blank-line
              - path: chats.json
                format: json-array
                shape: sharegpt
            evaluationSets: [asked.jsonl]
            languages: [en]
            nearDuplicates: none
            documentRules:
              minWords: 20
            conversationRules: none
            shardMegabytes: 5
            """);

    assertThat(recipe.inputs())
        .containsExactly(
            new DataInput(
                folder.resolve("stories.txt"),
                2,
                "CC0-1.0",
                ReadOptions.DEFAULT.withSeparator(new Separator.BlankLines())),
            new DataInput(
                folder.resolve("chats.json"),
                1,
                "",
                ReadOptions.DEFAULT
                    .withFormat(FileFormat.JSON_ARRAY)
                    .withShape(RowShape.SHAREGPT)));
    PreparationOptions options = recipe.options();
    assertThat(options.evaluationSets()).containsExactly(folder.resolve("asked.jsonl"));
    assertThat(options.languages()).isEqualTo(List.of("en"));
    assertThat(options.nearDuplicates()).isEqualTo(Optional.empty());
    assertThat(options.exactDuplicates()).isTrue();
    assertThat(options.documentRules().minWords()).isEqualTo(20);
    assertThat(options.documentRules().repetition()).isEqualTo(1);
    assertThat(options.conversationRules()).isEqualTo(QualityRules.NONE);
    assertThat(options.shardBytes()).isEqualTo(5_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the recipe is empty",
        "'heldOut: 0.1' | :1: the recipe needs \"inputs\"",
        "'inputs:~  - weight: 2' | :2: an input needs a \"path\"",
        "'inputs:~  - path: a~    weight: 0' | :2: the weight of",
        "'inputs:~  - path: a~    weigth: 1' | :3: \"weigth\" is unknown; known are format,",
        "'inputs:~  - path: a~    format: xml' | :3: \"format\" must be one of text, json-lines,",
        "'inputs:~  - path: a~    licence: [b]' | :3: \"licence\" must be a single value",
        "'inputs:~  - path: a~    separator: \"\"' | :2: a separator is a text of one line",
        "'inputs: a' | :1: \"inputs\" must be a list",
        "'inputs:~  - a' | :2: an element of \"inputs\" must hold",
        "'inputs:~  - path: a~nearDuplicates: most' | :3: \"nearDuplicates\" must be a number",
        "'inputs:~  - path: a~heldOut: 1' | :1: the share held out must be",
        "'inputs:~  - path: a~heldOut: [1]' | :3: \"heldOut\" must be a single value",
        "'inputs:~  - path: a~seed: -1' | :3: \"seed\" must be a whole number from 0",
        "'inputs:~  - path: a~skipBroken: maybe' | :3: \"skipBroken\" must be true or false",
        "'inputs:~  - path: a~languages: en' | :3: \"languages\" must be a list",
        "'inputs:~  - path: a~heldout: 0' | :3: \"heldout\" is unknown",
        "'inputs:~  - path: a~inputs: []' | :3: \"inputs\" is there twice",
        "'inputs: &a []' | :1: anchors (&) and tags (!) are not supported",
        "'inputs: [~' | found no YAML"
      })
  void whatIsWrongIsToldWithItsLine(String recipe, String problem) {
    assertThatThrownBy(() -> read(recipe.replace('~', '\n')))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("recipe.yaml")
        .hasMessageContaining(problem);
  }

  private DataRecipe read(String recipe) throws IOException {
    return DataRecipe.read(Files.writeString(folder.resolve("recipe.yaml"), recipe));
  }
}
