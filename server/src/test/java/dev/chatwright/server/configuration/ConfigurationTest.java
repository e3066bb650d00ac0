package dev.chatwright.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  @TempDir private Path home;

  private Configuration load(String file, Map<String, String> environment) throws IOException {
    Files.writeString(home.resolve(Configuration.FILE), file);
    return Configuration.load(home, environment);
  }

  @Test
  void withoutAFileEverythingHasItsDefault() throws IOException {
    Configuration configuration = Configuration.load(home, Map.of());

    assertThat(configuration.server().host()).isEqualTo("127.0.0.1");
    assertThat(configuration.server().port()).isEqualTo(8080);
    assertThat(configuration.attachments().maxBytes()).isEqualTo(25_000_000);
    assertThat(configuration.chat().deletedKeptDays()).isEqualTo(30);
    assertThat(configuration.count()).isZero();
    assertThat(configuration.shown()).allMatch(option -> option.origin().equals("default"));
  }

  @Test
  void theLaterOriginWins() throws IOException {
    String file = "server:\n  host: localhost\n  port: 1000\nengine:\n  threads: 3\n";

    Configuration configuration =
        load(file, Map.of("CHATWRIGHT_SERVER_PORT", "2000", "CHATWRIGHT_ENGINE_THREADS", "4"))
            .with(Options.ENGINE_THREADS, 5);

    assertThat(configuration.server().host()).isEqualTo("localhost");
    assertThat(configuration.server().port()).isEqualTo(2000);
    assertThat(configuration.engine().threads()).isEqualTo(5);
    assertThat(configuration.origin(Options.SERVER_HOST)).isEqualTo("config.yaml line 2");
    assertThat(configuration.origin(Options.SERVER_PORT))
        .isEqualTo("environment CHATWRIGHT_SERVER_PORT");
    assertThat(configuration.origin(Options.ENGINE_THREADS)).isEqualTo("command line");
    assertThat(configuration.origin(Options.TEAM_ENABLED)).isEqualTo("default");
  }

  @Test
  void sizesListsAndFlagsAreRead() throws IOException {
    Configuration configuration =
        load(
            """
            # a comment
            models: { memory_budget: 4 GB }
            chat:
              feedback_reasons:
                - wrong
                - "too: long"
            sharing: { public: true }
            """,
            Map.of("CHATWRIGHT_SERVER_PROXIES", "10.0.0.1, fd00::2"));

    assertThat(configuration.models().memoryBudget()).isEqualTo(4L << 30);
    assertThat(configuration.chat().feedbackReasons()).containsExactly("wrong", "too: long");
    assertThat(configuration.sharing().publicly()).isTrue();
    assertThat(configuration.server().proxies())
        .as("as connections name them")
        .containsExactly("10.0.0.1", "fd00:0:0:0:0:0:0:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "sever:;  port: 1 | line 1: unknown key 'sever'; did you mean 'server'?",
        "server:;  prot: 1 | line 2: unknown key 'server.prot'; did you mean 'server.port'?",
        "server:;  colour_of_the_door: 1 | known are host, port",
        "server:;  port: many | line 2: server.port must be a whole number from 0 to 65535, got 'many'",
        "server:;  port: 65536 | got '65536'",
        "server:;  port: \"80\" | must be a whole number",
        "server:;  port: [1, 2] | got a list of 2",
        "server:;  port: | got ''",
        "server:;  port: 1;  port: 2 | line 3: 'port' is there twice",
        "server:;  port: 1;server:;  host: a | line 3: 'server' is there twice",
        "server: 8080 | server must hold 'name: value' lines",
        "server:;  host: {a: b} | line 2: server.host must be a value, got more names",
        "server:;  host: | server.host must be a host name or an address, got ''",
        "server:;  host: a b | got 'a b'",
        "server:;  proxies: [10.0.0.1, garbage/99] | a list of at most 20, each an address such as 10.0.0.7",
        "storage:;  url: jdbc:h2:mem:x | storage.url must be jdbc:postgresql://HOST/NAME, got 'jdbc:h2:mem:x'",
        "sharing:;  allowed: yes | must be true or false",
        "models:;  memory_budget: 4 Gigs | such as 512 MB",
        "models:;  memory_budget: 999999999999 TB | must be a size",
        "chat:;  feedback_reasons: &a [x] | anchors (&)",
        "server:;  host: *a | line 2: this is no YAML",
        "server:;  host: !own a | line 2: tags (!)",
        "server:;  host: !!java.net.URL [a] | line 2: this is no YAML",
        "server: [ | this is no YAML",
        "a: 1;---;b: 2 | this is no YAML",
        "just a text | the file must hold",
      })
  void whatIsWrongIsRefusedWithItsLine(String lines, String message) {
    assertThatThrownBy(() -> load(lines.replace(';', '\n'), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(home.resolve(Configuration.FILE).toString())
        .hasMessageContaining(message);
  }

  @Test
  void aVariableThatIsWrongIsNamed() {
    assertThatThrownBy(() -> load("", Map.of("CHATWRIGHT_SERVER_PORT", "x")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "environment CHATWRIGHT_SERVER_PORT: server.port must be a whole number from 0 to 65535, got 'x'");
  }

  @Test
  void aFileFarTooLargeIsNotRead() {
    assertThatThrownBy(() -> load("#".repeat(300_000), Map.of()))
        .hasMessageContaining("300000 bytes");
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    Files.write(home.resolve(Configuration.FILE), new byte[] {(byte) 0xC3, 0x28});

    assertThatThrownBy(() -> Configuration.load(home, Map.of())).hasMessageContaining("no UTF-8");
  }

  @Test
  void secretsAreNeverShown() throws IOException {
    Configuration configuration = load("server:\n  api_key: open-sesame\n", Map.of());

    assertThat(configuration.shown().toString()).doesNotContain("sesame").contains("set");
    assertThat(configuration.toString()).doesNotContain("sesame");
    assertThat(configuration.server().toString()).doesNotContain("sesame");
    assertThatThrownBy(() -> load("server:\n  api_key: tiny\n", Map.of()))
        .hasMessageContaining("8 to 256 letters, got 4 letters")
        .hasMessageNotContaining("tiny");
  }

  @Test
  void aFlagOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Configuration.DEFAULT.with(Options.SERVER_PORT, -1))
        .withMessageContaining("server.port")
        .withMessageContaining("'-1'");
  }

  @Test
  void theTableIsShortAndEveryOptionHasAnAccessorForItsDefault() {
    List<Option<?>> options = Options.all();

    assertThat(options).hasSizeBetween(20, Options.MOST);
    assertThat(options).extracting(Option::key).doesNotHaveDuplicates();
    assertThat(options).allMatch(ConfigurationTest::takesItsOwnDefault);
  }

  private static <T> boolean takesItsOwnDefault(Option<T> option) {
    String written = option.type().write(option.absent());
    return option.type().read(new OptionValue.Single(written, false)).isPresent();
  }

  @Test
  void theFolderOfTheCacheHasABound() throws IOException {
    assertThat(load("", Map.of()).engine().cacheFolder()).isEmpty();
    var set = load("engine: { cache_folder: /cache, cache_folder_mb: 200 }", Map.of()).engine();
    assertThat(set.cacheFolder()).isEqualTo("/cache");
    assertThat(set.cacheFolderMb()).isEqualTo(200);
    assertThatThrownBy(() -> load("engine: { cache_folder_mb: 0 }", Map.of()))
        .hasMessageContainingAll("engine.cache_folder_mb", "1 to 16777216", "0");
  }

  @Test
  void keysAndValuesAreKeptAsSaid() throws IOException {
    assertThat(load("", Map.of()).engine().cacheType()).isEqualTo("f16");
    for (String type : List.of("q8", "f32")) {
      assertThat(load("engine: { cache_type: %s }".formatted(type), Map.of()).engine().cacheType())
          .isEqualTo(type);
    }
    assertThatThrownBy(() -> load("engine: { cache_type: q4 }", Map.of()))
        .hasMessageContainingAll("engine.cache_type", "q8, f16, f32", "q4");
  }

  @Test
  void theReferenceIsNotStale() throws IOException {
    Path fresh = Files.createDirectories(Path.of("target")).resolve("configuration.md");
    Files.writeString(fresh, ConfigurationReference.markdown());

    assertThat(Path.of("../docs/guide/configuration.md"))
        .as("stale; copy %s there", fresh.toAbsolutePath())
        .hasSameTextualContentAs(fresh);
  }
}
