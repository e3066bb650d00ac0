package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.checkpoint.ModelStore;
import dev.chatwright.tensor.KernelSelection;
import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in model, whose weights have eight bits, by every kind of kernels that runs here. */
@ParameterizedClass
@EnumSource(names = {"F16", "Q8"})
class PackedWeightsTest {
  @TempDir private static Path folder;

  private static Path file = Path.of("not stored yet");

  private final CacheType kept;

  PackedWeightsTest(CacheType kept) {
    this.kept = kept;
  }

  @BeforeAll
  static void store() throws IOException {
    file = BuiltInModel.in(new ModelStore(folder)).path();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAModelTakesIsKnownBeforeItIsLoaded(boolean repack) throws IOException {
    EngineOptions options = EngineOptions.DEFAULT.withThreads(1).withRepack(repack);
    try (LanguageModel model = LanguageModel.load(file, "tiny", options)) {
      assertThat(model.memoryBytes())
          .isEqualTo(ModelDescription.of(file, options).memoryBytes())
          .isGreaterThan(ModelLoader.MAX_CACHE_BYTES + model.card().parameters());
    }
  }

  @Test
  void nothingIsPackedWhereNothingIsToBe() throws IOException {
    EngineOptions options = EngineOptions.DEFAULT.withThreads(1).withRepack(false);
    try (LanguageModel model = LanguageModel.load(file, "tiny", options)) {
      assertThat(model.status().kernels()).isEqualTo(model.kernels().description());
      assertThat(model.status().refused().isEmpty())
          .isEqualTo(KernelSelection.current().packed().isEmpty());
    }
  }

  @Test
  void theyArePackedWhereTheProcessorCan() throws IOException {
    KernelSelection fastest = KernelSelection.current(); // whose description names both kinds
    try (LanguageModel model = load("auto", 1)) {
      assertThat(model.status().kernelName()).isEqualTo(fastest.name());
      assertThat(model.status().kernels()).isEqualTo(fastest.description());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"amx", "avx512-vnni", "avx2-vnni", "avx512", "avx2"})
  void everyTierGivesTheSameBitsOnAnyNumberOfThreads(String kernels)
      throws IOException, InterruptedException {
    assumeTrue(runs(kernels), () -> kernels + " does not run on this processor");
    List<Float> expected = logProbabilities("auto", 1);
    for (int threads = 1; threads <= 3; threads++) {
      assertThat(logProbabilities(kernels, threads)).as("%d threads", threads).isEqualTo(expected);
    }
  }

  @Test
  void repliesComputedTogetherHaveTheBitsOfEachAlone() throws IOException, InterruptedException {
    try (LanguageModel model = load("auto", 2)) {
      List<GenerationRequest> requests =
          Stream.of("Hello!", "What can you do?", "Tell me a story about a cat.", "Why?")
              .map(text -> request(model, text))
              .toList();
      List<GenerationStream> streams = requests.stream().map(model::generate).toList();
      List<List<Float>> together = new ArrayList<>();
      for (GenerationStream stream : streams) {
        together.add(logProbabilities(CollectedReply.of(stream)));
      }
      for (int i = 0; i < requests.size(); i++) {
        List<Float> alone = logProbabilities(CollectedReply.of(model.generate(requests.get(i))));
        assertThat(together.get(i)).as("request %d", i).isEqualTo(alone);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aReplyFromTheCacheHasTheBitsOfOneThatIsNot(int threads)
      throws IOException, InterruptedException {
    assumeTrue(
        KernelSelection.current().packed().isPresent(),
        "the order of sums of floats depends on how many rows are computed together");
    try (LanguageModel model = load("auto", threads)) {
      String begin = "There was a cat that could count. ".repeat(16);
      reply(model, begin + "How far could it count?", "");
      for (String end : List.of("", "How far?", "How far could it count, and why?", "Tell me.")) {
        for (int letters : new int[] {begin.length() / 2, begin.length()}) {
          String text = begin.substring(0, letters) + end;
          CollectedReply cached = reply(model, text, "");
          CollectedReply fresh = reply(model, text, text);

          assertThat(cached.prompt().cachedTokens()).as(text).isGreaterThan(32);
          assertThat(fresh.prompt().cachedTokens()).as(text).isZero();
          assertThat(logProbabilities(cached)).as(text).isEqualTo(logProbabilities(fresh));
        }
      }
    }
  }

  @Test
  void tokensDrawnOnSeveralThreadsAreThoseDrawnOnOne() throws IOException, InterruptedException {
    List<List<Integer>> onOne = drawn(1);

    assertThat(drawn(3)).isEqualTo(onOne);
  }

  private List<List<Integer>> drawn(int threads) throws IOException, InterruptedException {
    List<List<Integer>> drawn = new ArrayList<>();
    try (LanguageModel model = load("auto", threads)) {
      List<GenerationStream> streams = new ArrayList<>();
      for (int seed = 0; seed < 8; seed++) {
        SamplingOptions hot = SamplingOptions.DEFAULT.withTemperature(2).withSeed(seed);
        streams.add(model.generate(request(model, "Say anything.").withSampling(hot)));
      }
      for (GenerationStream stream : streams) {
        drawn.add(IntStream.of(CollectedReply.of(stream).ids()).boxed().toList());
      }
    }
    return drawn;
  }

  private static CollectedReply reply(LanguageModel model, String text, String salt)
      throws InterruptedException {
    return CollectedReply.of(
        model.generate(request(model, text).withTerms(RequestTerms.DEFAULT.withSalt(salt))));
  }

  @ParameterizedTest
  @EnumSource
  void keysAndValuesAreKeptAsAskedFor(CacheType type) throws IOException, InterruptedException {
    EngineOptions options = EngineOptions.DEFAULT.withCacheType(type);
    try (LanguageModel model = LanguageModel.load(file, "built-in", options)) {
      List<Float> reply = logProbabilities(reply(model, "What is Chatwright?", ""));

      assertThat(model.status().cacheType()).isEqualTo(type);
      assertThat(reply.equals(logProbabilities("auto", 1))).isEqualTo(type == kept);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.8})
  void guessedTokensChangeNoBit(double temperature) throws IOException, InterruptedException {
    assumeTrue(KernelSelection.current().packed().isPresent(), "this processor packs no weights");
    Path draft = Files.copy(file, folder.resolve("draft-%s-%s.gguf".formatted(kept, temperature)));
    EngineOptions never = EngineOptions.DEFAULT.withSpeculation(Speculation.OFF);
    EngineOptions always = EngineOptions.DEFAULT.withSpeculation(Speculation.ALWAYS);
    List<List<Float>> replies = new ArrayList<>();
    for (EngineOptions options : List.of(never, always, always.withDraft(draft))) {
      replies.add(repeating(options, (float) temperature));
    }
    assertThat(replies.get(1)).isEqualTo(replies.get(0));
    assertThat(replies.get(2)).isEqualTo(replies.get(0));
  }

  @Test
  void aDraftThatCannotBeLoadedKeepsNoReplyWaiting() throws IOException, InterruptedException {
    Path broken = Files.writeString(folder.resolve("broken.gguf"), "no model");
    for (Path draft : List.of(broken, folder.resolve("absent.gguf"))) {
      assertThat(repeating(EngineOptions.DEFAULT.withDraft(draft), 0)).isNotEmpty();
    }
  }

  @Test
  void aDraftCountsWithTheModelThatItGuessesFor() throws IOException {
    Path draft = Files.copy(file, folder.resolve("counted-%s.gguf".formatted(kept)));
    Path broken = Files.writeString(folder.resolve("uncounted-%s.gguf".formatted(kept)), "none");
    EngineOptions options = EngineOptions.DEFAULT.withCacheType(kept).withContextLength(200);
    long alone = ModelDescription.of(file, options).memoryBytes();
    long beside = ModelDescription.of(draft, options).draftBytes();

    assertThat(beside).as("its weights at least").isGreaterThan(Files.size(draft) / 2);
    assertThat(memoryBytes(options.withDraft(draft))).isEqualTo(alone + beside);
    assertThat(memoryBytes(options.withDraft(broken))).isEqualTo(alone);
  }

  private long memoryBytes(EngineOptions options) throws IOException {
    try (LanguageModel model = LanguageModel.load(file, "built-in", options)) {
      return model.memoryBytes();
    }
  }

  private List<Float> repeating(EngineOptions options, float temperature)
      throws IOException, InterruptedException {
    String text = "Say this again, word by word: one two three, one two three, one two three.";
    EngineOptions withType = options.withCacheType(kept);
    try (LanguageModel model = LanguageModel.load(file, "built-in", withType)) {
      SamplingOptions sampling = SamplingOptions.GREEDY.withTemperature(temperature).withSeed(5);
      GenerationRequest request = request(model, text).withSampling(sampling).withMaxTokens(80);
      return logProbabilities(CollectedReply.of(model.generate(request)));
    }
  }

  private static boolean runs(String kernels) {
    try {
      return KernelSelection.choose(kernels).packed().isPresent();
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private LanguageModel load(String kernels, int threads) throws IOException {
    EngineOptions options = EngineOptions.DEFAULT.withKernels(kernels).withThreads(threads);
    return LanguageModel.load(file, "built-in", options.withCacheType(kept));
  }

  private List<Float> logProbabilities(String kernels, int threads)
      throws IOException, InterruptedException {
    try (LanguageModel model = load(kernels, threads)) {
      GenerationRequest request = request(model, "What is Chatwright?");
      return logProbabilities(CollectedReply.of(model.generate(request)));
    }
  }

  private static GenerationRequest request(LanguageModel model, String text) {
    int[] prompt = model.chatPrompt(List.of(new ChatMessage("user", text))).tokens();
    return GenerationRequest.of(prompt)
        .withSampling(SamplingOptions.GREEDY)
        .withMaxTokens(24)
        .withLogProbabilities(LogProbabilityOptions.ofReply(1));
  }

  private static List<Float> logProbabilities(CollectedReply reply) {
    return reply.tokens().stream()
        .map(token -> token.logProbability().orElseThrow().logProbability())
        .toList();
  }
}
