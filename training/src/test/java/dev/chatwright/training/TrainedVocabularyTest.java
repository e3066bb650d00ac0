package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.inference.BaseModel;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.TokenizerJson;
import dev.chatwright.tokenizer.WordPattern;
import dev.chatwright.tokenizer.template.ChatMessage;
import dev.chatwright.tokenizer.training.TokenizerKind;
import dev.chatwright.tokenizer.training.TokenizerTraining;
import dev.chatwright.tokenizer.training.TrainingOptions;
import dev.chatwright.tokenizer.training.TrainingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A new model with the tokens of a tokenizer that was trained before. */
final class TrainedVocabularyTest {
  private static final String TEXT =
      "the cat sat on the mat.<|endoftext|>\nIt's 2025, isn't it? naïve 猫 \u0001\n".repeat(30);
  private static final String TEMPLATE =
      "{%- for message in messages -%}{{ '<|im_start|>' + message['role'] + ': '"
          + " + message['content'] + '<|im_end|>' }}{%- endfor -%}";

  @TempDir private Path folder;
  private Path text = Path.of("");
  private Path tokenizerJson = Path.of("");

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), TEXT);
    tokenizerJson = folder.resolve("tokenizer.json");
    Files.writeString(folder.resolve("chat.jinja"), TEMPLATE);
  }

  private void trainTokenizer(TokenizerKind kind, WordPattern pattern) throws Exception {
    TrainingOptions options =
        TrainingOptions.of(kind, 300)
            .withPattern(pattern)
            .withSpecialTokens(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"))
            .withThreads(1);
    TokenizerTraining.train(List.of(TrainingText.file(text)), options, (_, _, _) -> {})
        .write(tokenizerJson);
  }

  private Path model() throws IOException {
    String recipe =
        """
        tokenizer: {file: tokenizer.json, template: chat.jinja}
        model: {architecture: llama, layers: 1, heads: 2, width: 32, context: 16}
        training: {steps: 2, batch: 2}
        """;
    Path out = folder.resolve("run");
    try (Parallel parallel = new Parallel(1);
        Pretraining run =
            new Pretraining(
                Recipe.parse(recipe, folder.resolve("recipe.yaml")),
                text,
                out,
                Kernels.fastest(),
                parallel)) {
      run.run(_ -> {}, () -> false);
    }
    return out.resolve("model.gguf");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "LLAMA3")
  void theModelsFileMakesTheTokensThatTheTokenizersFileMakes(WordPattern pattern) throws Exception {
    trainTokenizer(TokenizerKind.BPE, pattern);
    Tokenizer expected = TokenizerJson.load(tokenizerJson, Optional.empty());

    try (BaseModel model = BaseModel.open(model())) {
      for (String each :
          List.of(TEXT, "the  mat\n\n sat's I'LL 12345 a1b2 <|im_end|>", "émigré 猫猫 \t.")) {
        assertThat(model.tokenizer().encode(each)).as(each).isEqualTo(expected.encode(each));
      }
      assertThat(model.tokenizer().vocabulary().size()).isEqualTo(expected.vocabulary().size());
      assertThat(model.tokenizer().specialTokens().end()).hasValue(2);
      assertThat(model.endTokens()).containsExactlyInAnyOrder(0, 2);
    }
  }

  @Test
  void theModelsFileHasTheTemplateOfTheRecipe() throws Exception {
    trainTokenizer(TokenizerKind.BPE, WordPattern.GPT2);

    try (BaseModel model = BaseModel.open(model())) {
      int[] said = model.transcript(List.of(new ChatMessage("user", "<|im_end|>"))).tokens();

      assertThat(said).startsWith(1).endsWith(2);
      assertThat(said).as("letters stay letters").containsOnlyOnce(2);
      assertThat(model.tokenizer().decode(said)).isEqualTo("user: <|im_end|>");
    }
  }

  @Test
  void aTextToLearnFromNamesControlTokens() throws Exception {
    trainTokenizer(TokenizerKind.BPE, WordPattern.GPT2);
    TextVocabulary vocabulary = TrainedVocabulary.read(tokenizerJson, Optional.empty());

    int[] tokens = vocabulary.encode("the<|endoftext|>the".getBytes(UTF_8));

    assertThat(tokens).hasSize(3).containsSubsequence(tokens[0], 0, tokens[0]);
    assertThatThrownBy(() -> vocabulary.encode(new byte[] {'a', (byte) 0xff}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no UTF-8");
  }

  @Test
  void whatAModelsFileCannotHoldIsRefused() throws Exception {
    trainTokenizer(TokenizerKind.BPE, WordPattern.LLAMA3);
    assertThatThrownBy(this::model)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tokenizer.json: a GGUF file cannot hold words cut as Llama 3 does");

    trainTokenizer(TokenizerKind.UNIGRAM, WordPattern.GPT2);
    assertThatThrownBy(this::model)
        .hasMessageContaining("a GGUF file cannot hold a model of another type than BPE");
  }

  @Test
  void aBrokenTemplateIsRefusedBeforeTraining() throws Exception {
    trainTokenizer(TokenizerKind.BPE, WordPattern.GPT2);
    Files.writeString(folder.resolve("chat.jinja"), "{% for %}");

    assertThatThrownBy(this::model)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.resolve("chat.jinja").toString());
    Files.write(folder.resolve("chat.jinja"), new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(this::model)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chat.jinja: found bytes that are no UTF-8");
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
