package dev.chatwright.tokenizer.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tokenizer.SharedData;
import dev.chatwright.tokenizer.Tokenizer;
import dev.chatwright.tokenizer.TokenizerJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnigramQualityTest {
  /** How many more tokens than byte-pair encoding a unigram model may need: 1 to 3 % were seen. */
  private static final double MARGIN = 1.05;

  @TempDir private Path folder;

  @Test
  void heldOutTextTakesAboutAsManyTokensAsWithBytePairs() throws Exception {
    byte[] text =
        Files.readAllBytes(SharedData.file("pretrain/TinyStories_sample_944k/tiny_stories.txt"));
    int trained = text.length * 9 / 10;
    String training = new String(text, 0, trained, UTF_8).replace("\uFFFD", "");
    String held = new String(text, trained, text.length - trained, UTF_8).replace("\uFFFD", "");

    int bytePairs = tokens(TokenizerKind.BPE, training, held);
    int unigram = tokens(TokenizerKind.UNIGRAM, training, held);

    assertThat(unigram).isLessThan((int) (bytePairs * MARGIN));
  }

  private int tokens(TokenizerKind kind, String training, String held) throws Exception {
    Path file = folder.resolve(kind.name());
    TokenizerTraining.train(
            List.of(TrainingText.of("training", training)),
            TrainingOptions.of(kind, 2_000),
            TrainingProgress.NONE)
        .write(file);
    Tokenizer tokenizer = TokenizerJson.load(file, Optional.empty());
    int[] tokens = tokenizer.encode(held);
    assertThat(tokenizer.decode(tokens)).isEqualTo(held);
    return tokens.length;
  }
}
