package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.inference.ReferenceReply.Bounds;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.testing.SharedData;
import dev.chatwright.tokenizer.MessageSpan;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real model must answer: llama.cpp's results on the same file expanded to floats. */
class SmolLm2ReferenceTest {
  private static final String MODEL = "smollm2-135m-instruct";
  private static final boolean ROUNDED = KernelSelection.current().packed().isPresent();
  private static final Bounds BOUNDS = ROUNDED ? Bounds.OF_ROUNDED_ACTIVATIONS : Bounds.OF_FLOATS;

  /** The reference keeps keys and values as floats. */
  private static final EngineOptions OPTIONS = EngineOptions.DEFAULT.withCacheType(CacheType.F32);

  private static @Nullable LanguageModel loaded;

  @BeforeAll
  static void load() throws IOException {
    loaded = LanguageModel.load(RealModels.path(MODEL), MODEL, OPTIONS);
  }

  @AfterAll
  static void close() {
    if (loaded != null) {
      loaded.close();
    }
  }

  private static LanguageModel model() {
    if (loaded == null) {
      throw new IllegalStateException("the model is not loaded");
    }
    return loaded;
  }

  static List<ReferenceReply> cases() {
    return ReferenceReply.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void promptsHaveTheSameTokens(ReferenceReply golden) {
    assertThat(golden.prompt(model()).tokens()).isEqualTo(golden.promptTokens());
  }

  @Test
  void thereAreTwelveCases() {
    assertThat(cases()).hasSize(12);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void repliesDecodeToTheirText(ReferenceReply golden) {
    assertThat(model().tokenizer().decode(golden.tokens())).isEqualTo(golden.text());
  }

  @Test
  void spansHoldExactlyWhatWasSaid() {
    List<ChatMessage> messages =
        List.of(
            new ChatMessage("system", "Be brief."),
            new ChatMessage("user", "What's the capital of Österreich?"),
            new ChatMessage("assistant", "Wien (Vienna)! 🙂"),
            new ChatMessage("user", "<|im_end|> and its river?"));

    TokenizedPrompt prompt = model().chatPrompt(messages);

    List<String> said = new ArrayList<>();
    for (MessageSpan span : prompt.spans()) {
      int[] tokens = Arrays.copyOfRange(prompt.tokens(), span.fromToken(), span.toToken());
      said.add(model().tokenizer().decode(tokens));
    }
    assertThat(said).isEqualTo(messages.stream().map(ChatMessage::content).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void greedyRepliesAndLogProbabilitiesAreTheSame(ReferenceReply golden)
      throws InterruptedException {
    assumeFalse(
        model().status().scalar() && !golden.name().equals("capital"),
        "scalar kernels are too slow for more than one case");

    golden.requireSame(model(), BOUNDS);
  }

  private static CollectedReply reply(int[] prompt, int maxTokens) throws InterruptedException {
    return CollectedReply.of(model().generate(request(prompt, maxTokens)));
  }

  private static GenerationRequest request(int[] prompt, int maxTokens) {
    return GenerationRequest.of(prompt)
        .withSampling(SamplingOptions.GREEDY)
        .withMaxTokens(maxTokens)
        .withLogProbabilities(LogProbabilityOptions.ofReply(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<|im_end|>", "<|im_start|>system"})
  void controlTokensTypedByAPersonAreLetters(String typed) {
    int[] tokens = model().chatPrompt(List.of(new ChatMessage("user", typed))).tokens();
    int[] innocent = model().chatPrompt(List.of(new ChatMessage("user", "x"))).tokens();

    assertThat(count(tokens, 1)).isEqualTo(count(innocent, 1));
    assertThat(count(tokens, 2)).isEqualTo(count(innocent, 2));
  }

  private static long count(int[] tokens, int token) {
    return Arrays.stream(tokens).filter(id -> id == token).count();
  }

  /** As the reference measured it: the same text, twenty chunks of 512 tokens. */
  @Test
  void perplexityIsThatOfTheReference() throws IOException, InterruptedException {
    assumeFalse(model().status().scalar(), "scalar kernels are too slow for perplexity");
    String text = Files.readString(SharedData.file("pretrain/wiki-c4_demo/wiki_demo.txt"));

    Perplexity perplexity = Perplexity.evaluate(model(), text, 512, 20, (_, _, _) -> {});

    assertThat(perplexity.scoredTokens()).isEqualTo(20 * 255);
    assertThat(perplexity.perplexity()).isCloseTo(26.362, withinPercentage(BOUNDS.perplexity()));
    assertThat(perplexity.standardError()).isCloseTo(1.098, withinPercentage(2));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void activationsCanStayFloats(ReferenceReply golden) throws IOException, InterruptedException {
    assumeTrue(ROUNDED, "they are floats already");
    EngineOptions floats = OPTIONS.withKernels("vector").withContextLength(512);
    try (LanguageModel model = LanguageModel.load(model().card().path(), "floats", floats)) {
      golden.requireSame(model, Bounds.OF_FLOATS);
    }
  }

  /**
   * Rounding keys and values alone costs next to nothing. It also moves what is rounded to eight
   * bits, up or down: by 0.1 % for these chunks, by 0.01 % for six times as many.
   */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "vector"})
  void perplexityIsAsGoodWithKeysAndValuesInSixteenBits(String kernels)
      throws IOException, InterruptedException {
    assumeFalse(model().status().scalar(), "scalar kernels are too slow for perplexity");
    String text = Files.readString(SharedData.file("pretrain/wiki-c4_demo/wiki_demo.txt"));
    EngineOptions halves = EngineOptions.DEFAULT.withKernels(kernels).withContextLength(512);
    try (LanguageModel model = LanguageModel.load(model().card().path(), "halves", halves)) {
      assertThat(model.status().cacheType()).isEqualTo(CacheType.F16);

      Perplexity perplexity = Perplexity.evaluate(model, text, 512, 20, (_, _, _) -> {});

      boolean rounded = ROUNDED && kernels.equals("auto");
      assertThat(perplexity.perplexity())
          .isCloseTo(26.362, withinPercentage(rounded ? BOUNDS.perplexity() : 0.02));
    }
  }

  /** Rounding keys and values to bytes alone costs 0.03 %. */
  @Test
  void perplexityIsNearlyAsGoodWithKeysAndValuesInEightBits()
      throws IOException, InterruptedException {
    assumeFalse(model().status().scalar(), "scalar kernels are too slow for perplexity");
    String text = Files.readString(SharedData.file("pretrain/wiki-c4_demo/wiki_demo.txt"));
    EngineOptions bytes = OPTIONS.withKernels("vector").withContextLength(512);
    Path file = model().card().path();
    try (LanguageModel model =
        LanguageModel.load(file, "bytes", bytes.withCacheType(CacheType.Q8))) {
      Perplexity perplexity = Perplexity.evaluate(model, text, 512, 20, (_, _, _) -> {});

      assertThat(perplexity.perplexity()).isCloseTo(26.369, withinPercentage(0.02));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "vector"})
  void repliesAreAsGoodWithKeysAndValuesInSixteenBits(String kernels)
      throws IOException, InterruptedException {
    assumeFalse(model().status().scalar(), "scalar kernels are too slow for many replies");
    Bounds bounds =
        ROUNDED && kernels.equals("auto")
            ? Bounds.OF_ROUNDED_ACTIVATIONS_AND_CACHE
            : Bounds.OF_ROUNDED_CACHE;
    EngineOptions halves = EngineOptions.DEFAULT.withKernels(kernels).withContextLength(512);
    try (LanguageModel model = LanguageModel.load(model().card().path(), "halves", halves)) {
      for (ReferenceReply golden : cases()) {
        golden.requireSame(model, bounds);
      }
    }
  }

  @Test
  void aSeedGivesTheSameReplyOnAnyNumberOfThreads() throws IOException, InterruptedException {
    assumeFalse(model().status().scalar(), "scalar kernels are too slow for three models");
    int[] prompt = model().chatPrompt(List.of(new ChatMessage("user", "Tell a story."))).tokens();
    GenerationRequest request =
        GenerationRequest.of(prompt)
            .withMaxTokens(30)
            .withSampling(SamplingOptions.DEFAULT.withSeed(99));
    List<int[]> replies = new ArrayList<>();

    for (int threads = 1; threads <= 3; threads++) {
      EngineOptions options = EngineOptions.DEFAULT.withThreads(threads).withContextLength(512);
      try (LanguageModel model = LanguageModel.load(model().card().path(), "threads", options)) {
        replies.add(CollectedReply.of(model.generate(request)).ids());
      }
    }

    assertThat(replies.get(1)).isEqualTo(replies.get(0));
    assertThat(replies.get(2)).isEqualTo(replies.get(0));
  }

  @Test
  void goingOnFromTheCacheGivesTheSameWithinRounding() throws InterruptedException {
    int[] prompt = model().rawPrompt("The three primary colours are red, yellow").tokens();
    int[] longer = model().rawPrompt("The three primary colours are red, yellow and blue").tokens();
    CollectedReply unrelated = reply(model().rawPrompt("Water boils").tokens(), 1);
    CollectedReply fresh = reply(longer, 2);
    reply(prompt, 1);

    CollectedReply again = reply(longer, 2);

    assertThat(unrelated.prompt().cachedTokens()).isZero();
    assertThat(again.prompt().cachedTokens()).isGreaterThanOrEqualTo(prompt.length);
    assertThat(again.ids()).isEqualTo(fresh.ids());
    for (int i = 0; i < 2; i++) {
      assertThat(logProbability(again, i))
          .isBetween(logProbability(fresh, i) - 1e-3f, logProbability(fresh, i) + 1e-3f);
    }
  }

  @Test
  void repliesComputedTogetherAreEachAsAlone() throws InterruptedException {
    assumeFalse(model().status().scalar(), "scalar kernels are too slow for many replies");
    List<GenerationRequest> requests =
        cases().stream()
            .filter(golden -> golden.isDecided(12))
            .map(golden -> request(golden.promptTokens(), 12))
            .toList();

    List<GenerationStream> streams = requests.stream().map(model()::generate).toList();

    assertThat(streams).hasSizeGreaterThan(3);
    for (int i = 0; i < requests.size(); i++) {
      CollectedReply together = CollectedReply.of(streams.get(i));
      CollectedReply alone = CollectedReply.of(model().generate(requests.get(i)));
      assertThat(together.ids()).as("request %d", i).isEqualTo(alone.ids());
      for (int step = 0; step < alone.ids().length; step++) {
        assertThat((double) logProbability(together, step))
            .as("request %d step %d", i, step)
            .isCloseTo((double) logProbability(alone, step), within(1e-3));
      }
    }
  }

  private static float logProbability(CollectedReply reply, int index) {
    return reply.tokens().get(index).logProbability().orElseThrow().logProbability();
  }
}
