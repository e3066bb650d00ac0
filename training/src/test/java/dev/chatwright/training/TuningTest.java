package dev.chatwright.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.inference.BaseModel;
import dev.chatwright.inference.EngineOptions;
import dev.chatwright.inference.LanguageModel;
import dev.chatwright.inference.ModelExport;
import dev.chatwright.tensor.ElementType;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.training.data.LeftOut;
import dev.chatwright.training.data.TokenDocument;
import dev.chatwright.training.runs.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that teach a model by conversations, on a model of a few thousand numbers. */
final class TuningTest {
  @TempDir private Path folder;
  private Path model = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void makeModelAndConversations() throws IOException {
    model = SmallBase.make(folder);
    data = Files.writeString(folder.resolve("chats.jsonl"), conversations());
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

  private static String recipe(TuningKind kind, int steps) {
    return """
        data: {heldOut: 0.2}
        %s
        training: {length: 64, batch: 2, steps: %d, rate: 0.02, schedule: constant}
        """
        .formatted(kind == TuningKind.SFT ? "" : "lora: {rank: 4, alpha: 8}", steps);
  }

  private double tune(Path out, int steps) throws IOException {
    return tune(TuningKind.LORA, out, steps);
  }

  private double tune(TuningKind kind, Path out, int steps) throws IOException {
    TuningRecipe recipe =
        TuningRecipe.parse(kind, recipe(kind, steps), folder.resolve("recipe.yaml"));
    try (Parallel parallel = new Parallel(2);
        Tuning run =
            Tuning.open(recipe, TuningFiles.of(model, data), out, Kernels.fastest(), parallel)) {
      return requireNonNull(run.run(_ -> {}, () -> false).figures().get("validationLoss"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SFT", "LORA"})
  void theLossOfConversationsNeverSeenFalls(TuningKind kind) throws IOException {
    assertThat(tune(kind, folder.resolve("long"), 60))
        .isLessThan(tune(kind, folder.resolve("short"), 1) / 2);
  }

  @ParameterizedTest
  @CsvSource({"LORA, adapter.gguf", "SFT, model.gguf"})
  void aRunThatGoesOnEndsWithTheSameBytes(TuningKind kind, String output) throws IOException {
    tune(kind, folder.resolve("whole"), 6);
    tune(kind, folder.resolve("parts"), 3);
    tune(kind, folder.resolve("parts"), 6);

    assertThat(folder.resolve("parts").resolve(output))
        .hasSameBinaryContentAs(folder.resolve("whole").resolve(output));
  }

  @Test
  void aStudentThatGoesOnEndsWithTheSameBytes() throws IOException {
    tune(TuningKind.SFT, folder.resolve("taught"), 20);
    Path teacher = folder.resolve("taught/model.gguf");

    distil(teacher, "whole", 6, 2);
    distil(teacher, "parts", 3, 1);
    distil(teacher, "parts", 6, 3);

    for (String name : List.of("model.gguf", "run.checkpoint")) {
      assertThat(folder.resolve("parts").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(name));
    }
  }

  private void distil(Path teacher, String out, int steps, int threads) throws IOException {
    TuningRecipe recipe =
        TuningRecipe.parse(
            TuningKind.DISTIL, recipe(TuningKind.SFT, steps), folder.resolve("recipe.yaml"));
    TuningFiles files = new TuningFiles(model, Optional.of(teacher), data);
    try (Parallel parallel = new Parallel(threads);
        Tuning run = Tuning.open(recipe, files, folder.resolve(out), Kernels.fastest(), parallel)) {
      run.run(_ -> {}, () -> false);
    }
  }

  /** Two steps of nothing: what is written is what was read. */
  @Test
  void allButTheWeightsStaysAsItWas() throws IOException {
    TuningRecipe recipe =
        TuningRecipe.parse(
            TuningKind.SFT,
            recipe(TuningKind.SFT, 1).replace("rate: 0.02", "rate: 1e-30, weightDecay: 0"),
            folder.resolve("recipe.yaml"));
    Path out = folder.resolve("same");
    try (Parallel parallel = new Parallel(1);
        Tuning run =
            Tuning.open(recipe, TuningFiles.of(model, data), out, Kernels.fastest(), parallel)) {
      run.run(_ -> {}, () -> false);
    }
    try (GgufFile before = GgufFile.open(model);
        GgufFile after = GgufFile.open(out.resolve("model.gguf"))) {
      assertThat(after.metadata().keys()).containsAll(before.metadata().keys());
      assertThat(after.tensors().keySet()).isEqualTo(before.tensors().keySet());
      before
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertThat(after.tensor(name).orElseThrow().toArray())
                      .as(name)
                      .isEqualTo(tensor.toArray()));
    }
  }

  @Test
  void aModelInAFolderLearnsToo() throws IOException {
    Path base = folder.resolve("base-folder");
    ModelExport.toFolder(model, ElementType.F32, base);
    model = base;
    Path out = folder.resolve("of-folder");

    tune(TuningKind.SFT, out, 1);
    double goesOn = tune(TuningKind.SFT, out, 40);

    assertThat(goesOn).isLessThan(tune(TuningKind.SFT, folder.resolve("short"), 1) / 2);
    try (BaseModel written = BaseModel.open(out.resolve("model"))) {
      assertThat(written.spec().layers()).isEqualTo(2);
    }
    assertThat(tune(TuningKind.LORA, folder.resolve("changed"), 1)).isPositive();
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
  void aConversationInWhichTheAssistantSaysNothingIsLeftOut() throws IOException {
    String silent = "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}\n";
    Files.writeString(data, silent + conversations() + silent);

    tune(folder.resolve("some"), 1);

    LeftOut leftOut = RunFolder.manifest(folder.resolve("some")).description().leftOut();
    assertThat(leftOut.byName()).containsExactly(Map.entry("incomplete", 2L));
    assertThat(leftOut.problems().getFirst())
        .contains("chats.jsonl:1: a conversation needs a turn of the assistant");
    Files.writeString(data, silent);
    assertThatThrownBy(() -> tune(folder.resolve("none"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no row that can be learnt from: 1 incomplete");
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
        .hasMessageContaining("expected 1 or more of each");
  }
}
