package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.inference.spill.BlockFolder;
import dev.chatwright.inference.spill.BlockPath;
import dev.chatwright.inference.spill.BlockSecrets;
import dev.chatwright.inference.spill.SpillStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What falls out of the memory, or is there at the end, comes back from the disk. */
@Timeout(60)
class SpilledBlocksTest {
  private static final int CONTEXT = 640;

  @TempDir private Path home;

  private BlockFolder folder() throws IOException {
    return BlockFolder.open(
        home.resolve("blocks"),
        1 << 26,
        Duration.ofDays(1),
        SpilledBlocksTest::secret,
        InstantSource.system());
  }

  private static Optional<SecretKey> secret(String salt) {
    byte[] bytes = Arrays.copyOf(salt.getBytes(StandardCharsets.UTF_8), BlockSecrets.BYTES);
    bytes[BlockSecrets.BYTES - 1] = 1; // no secret may be empty
    return Optional.of(new SecretKeySpec(bytes, "HmacSHA256"));
  }

  private static Engine engine(FormulaNetwork network, BlockFolder folder) {
    return network.started(
        1,
        CONTEXT, // room for ten blocks
        Speculation.OFF,
        Optional.empty(),
        Optional.of(folder.of("formula", network.blockBytes())),
        System::nanoTime);
  }

  private static GenerationRequest asks(int seed, RequestTerms terms) {
    int[] prompt = IntStream.range(0, 300).map(i -> 97 + (seed * i) % 26).toArray();
    return GenerationRequest.of(prompt)
        .withSampling(SamplingOptions.GREEDY)
        .withMaxTokens(5)
        .withTerms(terms);
  }

  private static CollectedReply reply(Engine engine, int seed) throws InterruptedException {
    return reply(engine, seed, RequestTerms.DEFAULT);
  }

  private static CollectedReply reply(Engine engine, int seed, RequestTerms terms)
      throws InterruptedException {
    return CollectedReply.of(engine.submit(asks(seed, terms)));
  }

  private static int[] computed(int seed) throws InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(CONTEXT);
    try (Engine engine = network.started(1, CONTEXT, Speculation.OFF, System::nanoTime)) {
      return reply(engine, seed).ids();
    }
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("blocks"))) {
      return all.filter(file -> file.toString().endsWith(".block")).count();
    }
  }

  @Test
  void whatFellOutOfTheMemoryComesBack() throws IOException, InterruptedException {
    FormulaNetwork network = FormulaNetwork.hashing(CONTEXT);
    try (BlockFolder folder = folder();
        Engine engine = engine(network, folder)) {
      int[] first = reply(engine, 3).ids();
      reply(engine, 5);
      reply(engine, 7);
      reply(engine, 9);
      while (files() < 8) {
        Thread.onSpinWait(); // until the thread that writes has written two chats
      }
      network.computedTokens.set(0);

      CollectedReply again = reply(engine, 3);

      assertThat(again.ids()).isEqualTo(first).isEqualTo(computed(3));
      assertThat(again.prompt().cachedTokens()).isEqualTo(256);
      assertThat(network.computedTokens.get()).isLessThanOrEqualTo(300 - 256 + 5);
    }
    assertThat(network.blocksInUse()).isZero();
  }

  @Test
  void whatIsInMemoryAtTheEndIsThereAfterAnotherStart() throws IOException, InterruptedException {
    RequestTerms anna = RequestTerms.DEFAULT.withSalt("anna").withPublicTokens(100);
    int[] first;
    try (BlockFolder folder = folder();
        Engine engine = engine(FormulaNetwork.hashing(CONTEXT), folder)) {
      first = reply(engine, 3, anna).ids();
      assertThat(files()).as("before the end").isZero();
    }
    assertThat(files()).isEqualTo(4);

    FormulaNetwork network = FormulaNetwork.hashing(CONTEXT);
    try (BlockFolder folder = folder();
        Engine engine = engine(network, folder)) {
      CollectedReply other = reply(engine, 3, anna.withSalt("berta"));
      CollectedReply again = reply(engine, 3, anna);

      assertThat(other.prompt().cachedTokens()).as("what all may share").isEqualTo(64);
      assertThat(again.prompt().cachedTokens()).isEqualTo(256);
      assertThat(again.ids()).isEqualTo(first);
    }
  }

  @Test
  void whatIsInMemoryIsNotReadAgain() throws IOException, InterruptedException {
    try (BlockFolder folder = folder();
        Engine engine = engine(FormulaNetwork.hashing(CONTEXT), folder)) {
      reply(engine, 3);
    }

    FormulaNetwork network = FormulaNetwork.hashing(CONTEXT);
    try (BlockFolder folder = folder()) {
      var blocks = folder.of("formula", network.blockBytes());
      try (Engine engine =
          network.started(
              1,
              CONTEXT,
              Speculation.OFF,
              Optional.empty(),
              Optional.of(blocks),
              System::nanoTime)) {
        reply(engine, 3);
        SpillStatus before = blocks.status();
        CollectedReply again = reply(engine, 3);

        assertThat(before.read()).isEqualTo(4);
        assertThat(again.prompt().cachedTokens()).isGreaterThanOrEqualTo(256);
        assertThat(blocks.status().read()).isEqualTo(4);
      }
      assertThat(blocks.status().written()).as("they are there already").isZero();
    }
  }

  @Test
  void nothingIsWrittenOfWhatMustNotBe() throws IOException, InterruptedException {
    try (BlockFolder folder = folder();
        Engine engine = engine(FormulaNetwork.hashing(CONTEXT), folder)) {
      reply(engine, 3, RequestTerms.DEFAULT.inMemoryOnly());
    }
    assertThat(files()).isZero();

    try (BlockFolder folder = folder();
        Engine engine = engine(FormulaNetwork.hashing(CONTEXT), folder)) {
      reply(engine, 3, RequestTerms.DEFAULT.inMemoryOnly());
      reply(engine, 3);
    }
    assertThat(files()).as("of what somebody else asks as well").isEqualTo(4);
  }

  @Test
  void promptsWhoseLogProbabilitiesAreAskedForAreNotWritten()
      throws IOException, InterruptedException {
    try (BlockFolder folder = folder();
        Engine engine = engine(FormulaNetwork.hashing(CONTEXT), folder)) {
      GenerationRequest request =
          asks(3, RequestTerms.DEFAULT)
              .withLogProbabilities(new LogProbabilityOptions(true, true, 0));
      CollectedReply.of(engine.submit(request));
    }

    assertThat(files()).isZero();
  }

  @Test
  void aBeginningOfWhatMustNotBeWrittenAllowsNothing() throws IOException, InterruptedException {
    try (BlockFolder folder = folder();
        Engine engine = engine(FormulaNetwork.hashing(CONTEXT), folder)) {
      int[] prompt = asks(3, RequestTerms.DEFAULT).prompt();
      reply(engine, 3, RequestTerms.DEFAULT.inMemoryOnly());
      for (int tokens : new int[] {10, 70}) {
        CollectedReply.of(
            engine.submit(
                GenerationRequest.of(Arrays.copyOf(prompt, tokens))
                    .withSampling(SamplingOptions.GREEDY)
                    .withMaxTokens(1)));
      }
    }

    assertThat(files()).as("the one block that the other asks, too").isEqualTo(1);
  }

  @Test
  void anEngineThatFailedWritesNothing() throws IOException, InterruptedException {
    try (BlockFolder folder = folder();
        Engine engine =
            engine(
                new FormulaNetwork(
                    CONTEXT,
                    (history, token) -> {
                      if (history.length > 302) {
                        throw new IllegalStateException("broken");
                      }
                      return token == 'a' ? 1 : 0;
                    }),
                folder)) {
      assertThat(reply(engine, 3).finished().reason()).isEqualTo(FinishReason.ERROR);
    }
    assertThat(files()).isZero();
  }

  @Test
  void aDamagedFileIsComputedAgainFromThereOn() throws IOException, InterruptedException {
    int[] first;
    try (BlockFolder folder = folder();
        Engine engine = engine(FormulaNetwork.hashing(CONTEXT), folder)) {
      first = reply(engine, 3).ids();
    }
    List<String> names =
        folderNames(CacheScope.SHARED.path(asks(3, RequestTerms.DEFAULT).prompt(), 4));
    Files.write(home.resolve("blocks").resolve(names.get(2) + ".block"), new byte[9]);

    FormulaNetwork network = FormulaNetwork.hashing(CONTEXT);
    try (BlockFolder folder = folder();
        Engine engine = engine(network, folder)) {
      CollectedReply again = reply(engine, 3);

      assertThat(again.ids()).isEqualTo(first);
      assertThat(again.prompt().cachedTokens()).isEqualTo(128);
    }
    assertThat(files()).as("written anew").isEqualTo(4);
  }

  private List<String> folderNames(BlockPath path) throws IOException {
    try (BlockFolder folder = folder()) {
      return folder.of("formula", 1).names(path);
    }
  }

  /** A whole model, whose keys and values are read from the file as they were computed. */
  @Test
  void repliesHaveTheSameBitsAfterAnotherStart() throws IOException, InterruptedException {
    Path base = new TinyGguf().withContextLength(256).writeTo(home);
    CollectedReply fromMemory;
    try (BlockFolder folder = folder();
        LanguageModel model = tiny(base, folder, "a")) {
      CollectedReply.of(model.generate(question(model, "else"))); // no letter in common at the end
      fromMemory = CollectedReply.of(model.generate(question(model, "tail")));
    }

    try (BlockFolder folder = folder();
        LanguageModel model = tiny(base, folder, "a")) {
      CollectedReply again = CollectedReply.of(model.generate(question(model, "tail")));

      assertThat(again.tokens()).isEqualTo(fromMemory.tokens());
      assertThat(again.prompt().cachedTokens()).isEqualTo(128);
      assertThat(model.status().spill().orElseThrow().read()).isEqualTo(2);
    }
    try (BlockFolder folder = folder();
        LanguageModel model = tiny(base, folder, "another")) {
      CollectedReply other = CollectedReply.of(model.generate(question(model, "tail")));

      assertThat(other.prompt().cachedTokens()).as("another model's").isZero();
    }
  }

  private static LanguageModel tiny(Path base, BlockFolder folder, String content)
      throws IOException {
    return LanguageModel.load(
        base,
        "tiny",
        EngineOptions.DEFAULT.withThreads(1).withSpill(new EngineOptions.Spill(folder, content)));
  }

  private static GenerationRequest question(LanguageModel model, String end) {
    return GenerationRequest.of(model.rawPrompt("0123456789abcdef".repeat(8) + end).tokens())
        .withSampling(SamplingOptions.GREEDY)
        .withLogProbabilities(LogProbabilityOptions.ofReply(3))
        .withMaxTokens(20);
  }
}
