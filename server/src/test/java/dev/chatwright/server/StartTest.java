package dev.chatwright.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.configuration.Options;
import dev.chatwright.tensor.KernelSelection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("AddressSelection") // JSON reads better named; loopback has one address
class StartTest {
  private static final String PROMPT = "{\"model\":\"scripted\",\"prompt\":\"a\"}";

  private static ServerOptions impatient() {
    return RunningServer.options().withLoadingPatience(Duration.ofMillis(50));
  }

  @Test
  void whileTheModelIsFetchedHealthTellsHowFarItIsAndRequestsAreToComeBack() throws Exception {
    SteeredSource source = SteeredSource.slow();
    try (RunningServer server = RunningServer.start(impatient(), source)) {
      source.told.await();

      Answer health = server.get("/health");
      Answer early = server.post("/v1/completions", PROMPT);
      source.ends.add("");
      server.server().models().awaitSettled(Duration.ofSeconds(20));
      Answer late = server.post("/v1/completions", PROMPT);

      assertThat(health.status()).isEqualTo(200);
      assertThat(health.json().path("status").asString()).isEqualTo("pulling");
      assertThat(health.json().at("/progress/doneBytes").asInt()).isEqualTo(25);
      assertThat(health.json().at("/progress/totalBytes").asInt()).isEqualTo(100);
      assertThat(early.status()).isEqualTo(503);
      assertThat(early.error("code")).isEqualTo("model_loading");
      assertThat(early.header("Retry-After")).isEqualTo("5");
      assertThat(late.status()).isEqualTo(200);
    }
  }

  @Test
  void aModelThatComesAfterTheServerHasStoppedIsClosed() throws Exception {
    SteeredSource source = SteeredSource.slow();
    RunningServer server = RunningServer.start(impatient(), source);
    source.told.await();
    server.close();

    source.ends.add("");

    ScriptedModel model = requireNonNull(source.made.get(ScriptedModel.ID));
    assertThat(model.closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aModelThatIsNotThereIsNamedInHealthAndInAnswers(@TempDir Path home) throws Exception {
    ServerOptions options =
        ServerOptions.of(home).withAddress("127.0.0.1", 0).withModel("nobody-has-this");
    try (ChatwrightServer chatwright = ChatwrightServer.start(options);
        RunningServer server = new RunningServer(chatwright, HttpClient.newHttpClient())) {
      chatwright.models().awaitSettled(Duration.ofSeconds(20));

      Answer health = server.get("/health");
      Answer answer =
          server.post("/v1/completions", "{\"model\":\"nobody-has-this\",\"prompt\":\"a\"}");

      assertThat(health.json().path("status").asString()).isEqualTo("failed");
      assertThat(health.json().path("message").asString()).contains("chatwright model list");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.error("code")).isEqualTo("model_failed");
      assertThat(answer.error("message")).contains("nobody-has-this");
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      ServerOptions options =
          RunningServer.options().withAddress("127.0.0.1", taken.getLocalPort());
      SteeredSource source = SteeredSource.slow();

      assertThatIOException()
          .isThrownBy(() -> ChatwrightServer.start(options, source))
          .withMessageContaining("port " + taken.getLocalPort())
          .withMessageContaining("in use");
      assertThat(source.told.await(200, TimeUnit.MILLISECONDS)).as("model fetched").isFalse();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsNamed() {
    ServerOptions options =
        RunningServer.options().withAddress("192.0.2.1", 0).withApiKey("a-long-key");

    assertThatIOException()
        .isThrownBy(() -> ChatwrightServer.start(options, SteeredSource.slow()))
        .withMessageContaining("cannot listen at 192.0.2.1")
        .withMessageNotContaining("in use");
  }

  @Test
  void anUnknownHostIsNamed() {
    ServerOptions options =
        RunningServer.options().withAddress("no-such-host.invalid", 0).withApiKey("a-long-key");

    assertThatIOException()
        .isThrownBy(() -> ChatwrightServer.start(options, ScriptedSource.of(new ScriptedModel())))
        .withMessageContaining("no-such-host.invalid");
  }

  @Test
  void kernelsThatDoNotRunHereAreRefused() {
    Optional<String> refused =
        Stream.of("amx", "avx512-vnni", "avx2-vnni", "avx512", "avx2")
            .filter(StartTest::cannotBeChosen)
            .findFirst();
    assumeThat(refused).as("kernels that this processor lacks").isPresent();
    ServerOptions options =
        RunningServer.options().with(Options.ENGINE_KERNELS, refused.orElseThrow());

    assertThatIOException()
        .isThrownBy(() -> ChatwrightServer.start(options, SteeredSource.slow()))
        .withMessageContaining("engine.kernels must suit this machine")
        .withMessageContaining("cannot be " + refused.get())
        .withMessageContaining("they can be one of [auto, scalar");
  }

  private static boolean cannotBeChosen(String kernels) {
    try {
      KernelSelection.choose(kernels);
      return false;
    } catch (IllegalArgumentException _) {
      return true;
    }
  }
}
