package dev.chatwright.tokenizer.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chatwright.tokenizer.TokenKind;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.TokenizerJson;
import dev.chatwright.tokenizer.WordPattern;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenizerTrainingTest {
  private static final String TEXT = FormulaText.of(4_000);
  private static final int SIZE = 600;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void theNumberOfThreadsDoesNotMatter(TokenizerKind kind) throws Exception {
    TrainingText large = TrainingText.of("large", FormulaText.of(400_000));
    TrainingOptions options = TrainingOptions.of(kind, SIZE);

    byte[] one = train(options.withThreads(1), large).json();

    assertThat(large.size()).isGreaterThan(TextBlocks.BLOCK);
    assertThat(train(options.withThreads(3), large).json()).isEqualTo(one);
    assertThat(train(options.withThreads(1), large).json()).isEqualTo(one);
  }

  @ParameterizedTest
  @EnumSource
  void everyTextComesBack(TokenizerKind kind) throws Exception {
    for (WordPattern pattern : WordPattern.values()) {
      Tokenizer tokenizer =
          load(train(TrainingOptions.of(kind, SIZE).withPattern(pattern), text(TEXT)));

      for (String text : List.of(TEXT, "never met: Ω\u0000\uFFFD𝓗 \r\n\t ¿", "")) {
        assertThat(tokenizer.decode(tokenizer.encode(text))).as(pattern.name()).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void textNeverBecomesASpecialToken(TokenizerKind kind) throws Exception {
    TrainingOptions options =
        TrainingOptions.of(kind, SIZE).withSpecialTokens(List.of("<s>", "kato"));

    TrainedTokenizer trained = train(options, text("kato kato<s> ".repeat(50) + TEXT));

    Tokenizer tokenizer = load(trained);
    assertThat(tokenizer.vocabulary().text(0)).isEqualTo("<s>");
    assertThat(tokenizer.vocabulary().text(1)).isEqualTo("kato");
    assertThat(tokenizer.vocabulary().kind(1)).isEqualTo(TokenKind.CONTROL);
    assertThat(tokenizer.encode("kato <s>kato")).doesNotContain(0, 1);
    assertThat(tokenizer.decode(tokenizer.encode("kato <s>kato"))).isEqualTo("kato <s>kato");
  }

  @Test
  void frequentWordsBecomeOneToken() throws Exception {
    for (TokenizerKind kind : TokenizerKind.values()) {
      String text = " Chatwright writes.".repeat(100) + TEXT;

      Tokenizer tokenizer = load(train(TrainingOptions.of(kind, 1_000), text(text)));

      assertThat(tokenizer.encode(" Chatwright")).as(kind.name()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shortTextGivesWhatItCan(TokenizerKind kind) throws Exception {
    TrainedTokenizer trained = train(TrainingOptions.of(kind, 5_000), text("to be or not to be"));

    assertThat(trained.report().vocabularySize()).isBetween(257, 300);
    assertThat(load(trained).vocabulary().size()).isEqualTo(trained.report().vocabularySize());
  }

  @ParameterizedTest
  @EnumSource
  void bytesAloneAreAVocabulary(TokenizerKind kind) throws Exception {
    Tokenizer tokenizer = load(train(TrainingOptions.of(kind, 256), text("to be é")));

    assertThat(tokenizer.encode("é")).hasSize(2);
  }

  @Test
  void rarePairsAreNoTokens() throws Exception {
    TrainingOptions options = TrainingOptions.of(TokenizerKind.BPE, 5_000).withMinimumFrequency(3);

    Tokenizer tokenizer = load(train(options, text("ab ab ab cd cd")));

    assertThat(tokenizer.encode("ab")).hasSize(1);
    assertThat(tokenizer.encode("cd")).hasSize(2);
  }

  @Test
  void whatHasNoRoomIsGivenUpTheRarestFirst() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append(" often").append(i % 10).append(" once").append(Integer.toString(i, 26));
    }
    TrainingOptions options =
        TrainingOptions.of(TokenizerKind.BPE, 400)
            .withMostWords(1_000)
            .withPattern(WordPattern.LLAMA3);

    TrainedTokenizer one = train(options.withThreads(1), text(text.toString()));
    TrainedTokenizer three = train(options.withThreads(3), text(text.toString()));

    assertThat(one.report().words()).isLessThanOrEqualTo(1_000);
    assertThat(one.report().droppedBelow()).isGreaterThan(1);
    assertThat(load(one).encode(" often")).hasSize(1);
    assertThat(three.json()).isEqualTo(one.json());
  }

  @Test
  void emptyTextIsNamed() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.txt"));

    assertThatExceptionOfType(TrainingTextException.class)
        .isThrownBy(() -> train(TrainingText.file(empty)))
        .withMessage(empty + " is empty; a text file is needed");
  }

  @Test
  void whatIsNoTextIsNamedWithThePlace() throws Exception {
    byte[] latin = ("x".repeat(1_500_000) + " caf").getBytes(UTF_8);
    latin[latin.length - 1] = (byte) 0xE9;
    Path broken = Files.write(folder.resolve("latin.txt"), latin);
    Path binary = Files.write(folder.resolve("binary.bin"), new byte[] {'a', 0, 'b'});

    assertThatExceptionOfType(TrainingTextException.class)
        .isThrownBy(() -> train(TrainingText.file(broken)))
        .withMessage(broken + " is not UTF-8 at byte 1500003; a text file is needed");
    assertThatExceptionOfType(TrainingTextException.class)
        .isThrownBy(() -> train(TrainingText.file(binary)))
        .withMessage(binary + " holds a zero byte at byte 1; a text file is needed");
    assertThatExceptionOfType(TrainingTextException.class)
        .isThrownBy(() -> train(TrainingText.file(folder)))
        .withMessageContaining("is a folder");
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> train(TrainingText.file(folder.resolve("none.txt"))));
  }

  @Test
  void impossibleOptionsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TrainingOptions.of(TokenizerKind.BPE, 257).withSpecialTokens(List.of("a1", "b1")))
        .withMessageContaining("vocabulary of 257 tokens, expected 258 (256 bytes and 2 special");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TrainingOptions.of(TokenizerKind.BPE, 999).withSpecialTokens(List.of("a")))
        .withMessageContaining("special token \"a\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingOptions.of(TokenizerKind.BPE, 999).withMinimumFrequency(0))
        .withMessage("minimum frequency must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(TrainingOptions.of(TokenizerKind.BPE, 999)))
        .withMessage("no text to train on, expected at least 1");
  }

  @Test
  void progressEndsWhereEverythingIsDone() throws Exception {
    List<String> told = new ArrayList<>();

    TokenizerTraining.train(
        List.of(text(TEXT)),
        TrainingOptions.of(TokenizerKind.BPE, SIZE),
        (stage, done, total) -> told.add("%s %d/%d".formatted(stage, done, total)));

    int bytes = TEXT.getBytes(UTF_8).length;
    assertThat(told).first().isEqualTo("COUNTING %d/%d".formatted(bytes, bytes));
    assertThat(told).last().isEqualTo("TRAINING 600/600");
  }

  private static TrainingText text(String text) {
    return TrainingText.of("text", text);
  }

  private static TrainedTokenizer train(TrainingText text) throws Exception {
    return train(TrainingOptions.of(TokenizerKind.BPE, SIZE), text);
  }

  private static TrainedTokenizer train(TrainingOptions options, TrainingText... texts)
      throws Exception {
    return TokenizerTraining.train(List.of(texts), options, TrainingProgress.NONE);
  }

  private Tokenizer load(TrainedTokenizer trained) throws Exception {
    Path file = folder.resolve("tokenizer.json");
    trained.write(file);
    assertThat(file).hasBinaryContent(trained.json());
    return TokenizerJson.load(file, Optional.empty());
  }
}
