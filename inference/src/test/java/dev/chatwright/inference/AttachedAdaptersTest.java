package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.inference.adapter.AdapterFile;
import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.Architectures;
import dev.chatwright.model.LoraAdapter;
import dev.chatwright.model.LowRank;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters come and go while a model computes, and each request has the one it names. */
@Timeout(60)
class AttachedAdaptersTest {
  private static final EngineOptions OPTIONS = EngineOptions.DEFAULT.withThreads(1);

  @TempDir private Path folder;

  private Path base;
  private LanguageModel model;

  @BeforeEach
  void load() throws IOException {
    base = new TinyGguf().writeTo(folder);
    model = LanguageModel.load(base, "tiny", OPTIONS);
  }

  @AfterEach
  void close() {
    model.close();
  }

  private static LowRank change(TinyGguf random, int rank, int outputs, int inputs) {
    return new LowRank(
        random.random(rank, inputs), random.random(outputs, rank), 2, Optional.empty());
  }

  /** Writes an adapter; another rank means another adapter. */
  private Path adapter(String name, int rank) throws IOException {
    TinyGguf random = new TinyGguf();
    LoraAdapter adapter =
        new LoraAdapter(
            Map.of(
                "blk.0.attn_q.weight", change(random, rank, 32, 32),
                "blk.0.attn_v.weight", change(random, rank, 16, 32),
                "blk.0.ffn_down.weight", change(random, rank, 32, 64)));
    Path file = folder.resolve(name + ".gguf");
    try (GgufFile model = GgufFile.open(base)) {
      ArchSpec spec = Architectures.fromGguf(new GgufProperties(model.metadata()));
      AdapterFile.writeGguf(adapter, spec, "tiny", file);
    }
    return file;
  }

  private GenerationRequest request(LanguageModel asked) {
    return GenerationRequest.of(asked.rawPrompt("abcd").tokens())
        .withSampling(SamplingOptions.GREEDY)
        .withMaxTokens(20);
  }

  private int[] reply(GenerationRequest request) throws InterruptedException {
    return CollectedReply.of(model.generate(request)).ids();
  }

  private int[] loadedWith(Path adapter) throws IOException, InterruptedException {
    try (LanguageModel other = LanguageModel.load(base, "tiny", Optional.of(adapter), OPTIONS)) {
      return CollectedReply.of(other.generate(request(other))).ids();
    }
  }

  @Test
  void eachRequestHasTheAdapterItNames() throws IOException, InterruptedException {
    Path a = adapter("a", 4);
    Path b = adapter("b", 7);
    int[] plain = reply(request(model));
    model.attach("a", a);
    model.attach("b", b);

    List<GenerationStream> streams =
        List.of(
            model.generate(request(model).withAdapter("a")),
            model.generate(request(model)),
            model.generate(request(model).withAdapter("b")),
            model.generate(request(model).withAdapter("a")));
    int[] first = CollectedReply.of(streams.get(0)).ids();

    assertThat(first).isEqualTo(loadedWith(a)).isNotEqualTo(plain);
    assertThat(CollectedReply.of(streams.get(1)).ids()).isEqualTo(plain);
    assertThat(CollectedReply.of(streams.get(2)).ids())
        .isEqualTo(loadedWith(b))
        .isNotEqualTo(plain)
        .isNotEqualTo(first);
    assertThat(CollectedReply.of(streams.get(3)).ids()).isEqualTo(first);
  }

  @Test
  void keysAndValuesOfAnotherAdapterAreNotGoneOnFrom() throws IOException, InterruptedException {
    model.attach("a", adapter("a", 4));
    model.attach("same", adapter("a", 4));
    GenerationRequest plain = request(model).withMaxTokens(1);
    reply(plain);

    assertThat(cachedTokens(plain.withAdapter("a"))).isZero();
    assertThat(cachedTokens(plain.withAdapter("a"))).isPositive();
    assertThat(cachedTokens(plain.withAdapter("same"))).isPositive(); // its content is the same
    assertThat(cachedTokens(plain)).isPositive();
  }

  private int cachedTokens(GenerationRequest request) throws InterruptedException {
    return CollectedReply.of(model.generate(request)).events().stream()
        .filter(PromptEvaluated.class::isInstance)
        .map(event -> ((PromptEvaluated) event).cachedTokens())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRequestKeepsItsAdapterThoughItIsReplacedOrDetached()
      throws IOException, InterruptedException {
    Path a = adapter("a", 4);
    int[] expected = loadedWith(a);
    model.attach("x", a);
    GenerationStream replaced = model.generate(request(model).withAdapter("x"));
    model.attach("x", adapter("b", 7));
    GenerationStream detached = model.generate(request(model).withAdapter("x"));
    model.detach("x");

    assertThat(CollectedReply.of(replaced).ids()).isEqualTo(expected);
    assertThat(CollectedReply.of(detached).ids()).isEqualTo(loadedWith(folder.resolve("b.gguf")));
    assertThat(model.adapters()).isEmpty();
  }

  @Test
  void anUnknownAdapterIsNamedWithThoseThatAreThere() throws IOException {
    model.attach("b", adapter("b", 7));
    model.attach("a", adapter("a", 4));

    assertThatThrownBy(() -> model.generate(request(model).withAdapter("c")))
        .isInstanceOf(UnknownAdapterException.class)
        .hasMessage("tiny has no adapter \"c\"; it has a, b");
    assertThatThrownBy(() -> model.detach("c"))
        .isInstanceOf(UnknownAdapterException.class)
        .hasMessageContaining("\"c\"");
    assertThat(model.adapters()).extracting(AttachedAdapter::name).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", "a b", "-a", "ä", "a:b"})
  void aNameIsPlain(String name) throws IOException {
    Path file = adapter("a", 4);

    assertThatThrownBy(() -> model.attach(name, file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
  }

  @Test
  void whatIsNoAdapterOfTheModelChangesNothing() throws IOException, InterruptedException {
    Path a = adapter("a", 4);
    model.attach("a", a);

    assertThatThrownBy(() -> model.attach("a", folder.resolve("absent")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("absent");
    assertThatThrownBy(() -> model.attach("a", base)).isInstanceOf(CheckpointException.class);
    assertThat(reply(request(model).withAdapter("a"))).isEqualTo(loadedWith(a));
  }

  @Test
  void thereIsALimit() throws IOException {
    Path file = adapter("a", 1);
    for (int i = 0; i < Adapters.MAX_ATTACHED; i++) {
      model.attach("a" + i, file);
    }
    model.attach("a0", file);

    assertThatThrownBy(() -> model.attach("more", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64");
  }

  @Test
  void aClosedModelTakesNone() throws IOException {
    Path file = adapter("a", 4);
    model.close();

    assertThatThrownBy(() -> model.attach("a", file)).isInstanceOf(EngineClosedException.class);
  }

  @Test
  void aNamedAdapterTakesThePlaceOfTheOneLoadedWithTheModel()
      throws IOException, InterruptedException {
    Path a = adapter("a", 4);
    Path b = adapter("b", 7);
    int[] expected = loadedWith(b);
    try (LanguageModel adapted = LanguageModel.load(base, "tiny", Optional.of(a), OPTIONS)) {
      adapted.attach("b", b);

      assertThat(CollectedReply.of(adapted.generate(request(adapted).withAdapter("b"))).ids())
          .isEqualTo(expected);
    }
  }
}
