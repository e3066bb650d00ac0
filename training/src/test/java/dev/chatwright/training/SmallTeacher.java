package dev.chatwright.training;

import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tokenizer.training.TokenizerKind;
import dev.chatwright.tokenizer.training.TokenizerTraining;
import dev.chatwright.tokenizer.training.TrainingOptions;
import dev.chatwright.tokenizer.training.TrainingText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model of a few thousand numbers that was taught one answer. It has tokens of its own, other
 * ones than {@link SmallBase}, of which one ends a turn.
 */
final class SmallTeacher {
  private static final String TEMPLATE =
      "{%- for message in messages -%}{{ '<|im_start|>' + message['role'] + ': '"
          + " + message['content'] + '<|im_end|>' }}{%- endfor -%}"
          + "{%- if add_generation_prompt -%}{{ '<|im_start|>assistant: ' }}{%- endif -%}";

  private SmallTeacher() {}

  /** Trains it in a folder, and returns its file. */
  static Path make(Path folder) throws Exception {
    Path chats =
        Files.writeString(
            folder.resolve("chats.jsonl"),
            IntStream.range(0, 40)
                .mapToObj(i -> "{\"prompt\":\"say %d\",\"completion\":\"yes yes\"}\n".formatted(i))
                .collect(Collectors.joining()));
    TuningRecipe recipe =
        TuningRecipe.parse(
            TuningKind.SFT,
            """
            data: {heldOut: 0.2}
            training: {length: 64, batch: 2, steps: 60, rate: 0.02, schedule: constant}
            """,
            folder.resolve("sft.yaml"));
    Path taught = folder.resolve("taught");
    try (Parallel parallel = new Parallel(2);
        Tuning run =
            Tuning.open(
                recipe, TuningFiles.of(base(folder), chats), taught, Kernels.fastest(), parallel)) {
      run.run(_ -> {}, () -> false);
    }
    return taught.resolve("model.gguf");
  }

  private static Path base(Path folder) throws Exception {
    String letters =
        IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining());
    Path text = Files.writeString(folder.resolve("read.txt"), (letters + "\n").repeat(20));
    TrainingOptions options =
        TrainingOptions.of(TokenizerKind.BPE, 270)
            .withSpecialTokens(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"))
            .withThreads(1);
    TokenizerTraining.train(List.of(TrainingText.file(text)), options, (_, _, _) -> {})
        .write(folder.resolve("tokenizer.json"));
    Files.writeString(folder.resolve("chat.jinja"), TEMPLATE);
    String recipe =
        """
        tokenizer: {file: tokenizer.json, template: chat.jinja}
        model: {architecture: llama, layers: 2, heads: 2, width: 32, context: 128}
        training: {steps: 40, batch: 4, rate: 0.01}
        """;
    Path out = folder.resolve("read");
    try (Parallel parallel = new Parallel(1);
        Pretraining run =
            new Pretraining(
                Recipe.parse(recipe, folder.resolve("read.yaml")),
                text,
                out,
                Kernels.fastest(),
                parallel)) {
      run.run(_ -> {}, () -> false);
    }
    return out.resolve("model.gguf");
  }
}
