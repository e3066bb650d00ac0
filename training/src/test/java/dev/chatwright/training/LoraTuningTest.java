package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.training.data.TokenDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that teach a model by conversations, on a model of a few thousand numbers. */
final class LoraTuningTest {
  private static final String BASE_RECIPE =
      """
      model: {architecture: llama, layers: 2, heads: 2, width: 32, context: 64}
      training: {steps: 60, batch: 4, rate: 0.01}
      """;
  @TempDir private Path folder;
  private Path model = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void makeModelAndConversations() throws IOException {
    Path text = Files.write(folder.resolve("base.txt"), letters().getBytes(UTF_8));
    try (Parallel parallel = new Parallel(1);
        Pretraining run =
            new Pretraining(
                Recipe.parse(BASE_RECIPE, folder.resolve("base.yaml")),
                text,
                folder.resolve("base"),
                Kernels.fastest(),
                parallel)) {
      run.run(_ -> {}, () -> false);
    }
    model = folder.resolve("base").resolve("model.gguf");
    data = Files.writeString(folder.resolve("chats.jsonl"), conversations());
  }

  private static String letters() {
    StringBuilder letters = new StringBuilder();
    for (char letter = ' '; letter <= '~'; letter++) {
      letters.append(letter);
    }
    return letters.append('\n').toString().repeat(10);
  }

  private static String conversations() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      rows.append(
          """
          {"messages":[{"role":"user","content":"say %d"},{"role":"assistant","content":"yes yes"}]}
          """
              .formatted(i));
    }
    return rows.toString();
  }

  private static String recipe(int steps) {
    return """
        data: {heldOut: 0.2}
        lora: {rank: 4, alpha: 8}
        training: {length: 64, batch: 2, steps: %d, rate: 0.02, schedule: constant}
        """
        .formatted(steps);
  }

  private double tune(Path out, int steps) throws IOException {
    TuningRecipe recipe = TuningRecipe.parse(recipe(steps), folder.resolve("lora.yaml"));
    try (Parallel parallel = new Parallel(2);
        LoraTuning run = new LoraTuning(recipe, model, data, out, Kernels.fastest(), parallel)) {
      return requireNonNull(run.run(_ -> {}, () -> false).figures().get("validationLoss"));
    }
  }

  @Test
  void theLossOfConversationsNeverSeenFalls() throws IOException {
    assertThat(tune(folder.resolve("long"), 60)).isLessThan(tune(folder.resolve("short"), 1) / 2);
  }

  @Test
  void aRunThatGoesOnEndsWithTheSameBytes() throws IOException {
    tune(folder.resolve("whole"), 6);
    tune(folder.resolve("parts"), 3);
    tune(folder.resolve("parts"), 6);

    assertThat(folder.resolve("parts").resolve("adapter.gguf"))
        .hasSameBinaryContentAs(folder.resolve("whole").resolve("adapter.gguf"));
  }

  @Test
  void theAdapterIsServed() throws IOException {
    Path out = folder.resolve("served");
    tune(out, 2);
    for (String name : List.of("adapter", "adapter.gguf")) {
      try (LanguageModel served =
          LanguageModel.load(
              model, "small", Optional.of(out.resolve(name)), EngineOptions.DEFAULT)) {
        assertThat(served.card().adapter()).isPresent();
      }
    }
  }

  @Test
  void onlyWhatTheAssistantSaysIsLearnt() throws IOException {
    try (BaseModel base = BaseModel.open(model)) {
      TokenDocument document =
          ChatDocuments.document(
              List.of(
                  new ChatMessage("user", "abc"),
                  new ChatMessage("assistant", "defg"),
                  new ChatMessage("user", "hi")),
              base);
      StringBuilder learnt = new StringBuilder();
      for (int i = 0; i < document.length(); i++) {
        if (document.learnt()[i]) {
          learnt.append(base.tokenizer().decode(new int[] {document.tokens()[i]}));
        }
      }
      assertThat(learnt.toString()).isEqualTo("defg");
    }
  }

  @Test
  void whatCannotBeLearntFromIsRefused() throws IOException {
    Files.writeString(data, "{\"text\":\"no conversation\"}\n");
    assertThatThrownBy(() -> tune(folder.resolve("x"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a conversation");
    Files.writeString(data, conversations().lines().findFirst().orElseThrow() + "\n");
    assertThatThrownBy(() -> tune(folder.resolve("x"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("both need one");
  }
}
