package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.inference.adapter.AdapterCard;
import dev.chatwright.inference.adapter.AdapterFile;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model that is loaded with an adapter speaks otherwise, and says which adapter it is. */
@Timeout(60)
class AdaptedModelTest {
  private static final EngineOptions OPTIONS = EngineOptions.DEFAULT.withThreads(1);

  @TempDir private Path folder;

  private static LowRank change(TinyGguf random, int outputs, int inputs) {
    return new LowRank(random.random(4, inputs), random.random(outputs, 4), 2, Optional.empty());
  }

  private Path base() throws IOException {
    return new TinyGguf().writeTo(folder);
  }

  private static ArchSpec spec(Path base) throws IOException {
    try (GgufFile file = GgufFile.open(base)) {
      return Architectures.fromGguf(new GgufProperties(file.metadata()));
    }
  }

  private static LoraAdapter adapter() {
    TinyGguf random = new TinyGguf();
    return new LoraAdapter(
        Map.of(
            "blk.0.attn_q.weight", change(random, 32, 32),
            "blk.0.ffn_down.weight", change(random, 32, 64)));
  }

  private static int[] reply(Path base, Optional<Path> adapter)
      throws IOException, InterruptedException {
    try (LanguageModel model = LanguageModel.load(base, "tiny", adapter, OPTIONS)) {
      return CollectedReply.of(
              model.generate(
                  GenerationRequest.of(model.rawPrompt("ab").tokens())
                      .withSampling(SamplingOptions.GREEDY)
                      .withMaxTokens(20)))
          .ids();
    }
  }

  @Test
  void bothFormatsOfAnAdapterGiveTheSameReply() throws IOException, InterruptedException {
    Path base = base();
    Path peft = folder.resolve("adapter");
    Path gguf = folder.resolve("adapter.gguf");
    AdapterFile.writeFolder(adapter(), spec(base), "tiny", peft);
    AdapterFile.writeGguf(adapter(), spec(base), "tiny", gguf);

    int[] plain = reply(base, Optional.empty());
    int[] changed = reply(base, Optional.of(peft));

    assertThat(changed).isNotEqualTo(plain).isEqualTo(reply(base, Optional.of(gguf)));
  }

  @Test
  void theCardSaysWhichAdapterItIs() throws IOException {
    Path base = base();
    Path peft = folder.resolve("adapter");
    AdapterFile.writeFolder(adapter(), spec(base), "tiny", peft);

    try (LanguageModel model = LanguageModel.load(base, "tiny", Optional.of(peft), OPTIONS)) {
      AdapterCard card = model.card().adapter().orElseThrow();
      assertThat(card.sha256()).matches("[0-9a-f]{64}");
      assertThat(card.rank()).isEqualTo(4);
      assertThat(card.changes()).isEqualTo(2);
      assertThat(card.base()).isEqualTo("tiny");
      assertThat(card).isEqualTo(AdapterCard.of(peft));
    }
    assertThat(AdapterCard.isAdapter(peft)).isTrue();
    assertThat(AdapterCard.isAdapter(base)).isFalse();
  }

  @Test
  void anAbsentAdapterIsNamed() throws IOException {
    Path base = base();
    Path absent = folder.resolve("absent");

    assertThatThrownBy(() -> LanguageModel.load(base, "tiny", Optional.of(absent), OPTIONS))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("absent");
  }

  @Test
  void aModelIsNoAdapter() throws IOException {
    Path base = base();

    assertThatThrownBy(() -> LanguageModel.load(base, "tiny", Optional.of(base), OPTIONS))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is this an adapter?");
  }
}
