package dev.chatwright.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.configuration.Options;
import jakarta.servlet.Servlet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.servlet.DispatcherServlet;
import tools.jackson.databind.JsonNode;

/** What a server has computed of a prompt is there after a restart. */
@Timeout(120)
class CacheFolderTest {
  private static final String SYSTEM =
      "You are the help desk of a library in a small town. Answer in one sentence. Say where the"
          + " book stands, when the library is open, or who can help. Never say who has borrowed"
          + " what. Be kind to children, and patient with everybody who cannot read well.";

  @TempDir private Path home;

  private ServerOptions options() {
    return ServerOptions.of(home.resolve("home"))
        .withAddress("127.0.0.1", 0)
        .withModel(BuiltInModel.ID)
        .with(Options.ENGINE_CACHE_FOLDER, home.resolve("cache").toString())
        .with(Options.ENGINE_CACHE_FOLDER_MB, 64);
  }

  private RunningServer start() throws IOException, InterruptedException {
    return start(options());
  }

  private static RunningServer start(ServerOptions options)
      throws IOException, InterruptedException {
    RunningServer server =
        new RunningServer(ChatwrightServer.start(options), HttpClient.newHttpClient());
    server.server().models().awaitSettled(Duration.ofMinutes(1));
    return server;
  }

  private static Answer ask(RunningServer server) throws IOException, InterruptedException {
    Answer answer =
        server.post(
            "/v1/chat/completions",
            """
            {"model": "built-in", "temperature": 0, "max_tokens": 8, "messages": [
              {"role": "system", "content": "%s"}, {"role": "user", "content": "Where are maps?"}]}
            """
                .formatted(SYSTEM));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static String text(Answer answer) {
    return answer.json().at("/choices/0/message/content").asString();
  }

  private static int cached(Answer answer) {
    return answer.json().at("/usage/prompt_tokens_details/cached_tokens").asInt();
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("cache"))) {
      return all.filter(file -> file.toString().endsWith(".block")).count();
    }
  }

  @Test
  void aPromptIsKnownAfterARestart() throws Exception {
    String before;
    try (RunningServer server = start()) {
      before = text(ask(server));
    }
    assertThat(files()).isPositive();

    try (RunningServer server = start()) {
      Answer again = ask(server);

      assertThat(text(again)).isEqualTo(before);
      assertThat(cached(again)).isGreaterThanOrEqualTo(64);
      JsonNode folder = server.get("/health").json().path("cacheFolder");
      assertThat(folder.path("read").asInt()).isPositive();
      assertThat(folder.path("blocks").asInt()).isEqualTo((int) files());
      assertThat(folder.path("limitBytes").asLong()).isEqualTo(64L << 20);
      assertThat(server.get("/metrics").body()).contains("chatwright_cache_folder_read 1.0");
    }
  }

  @Test
  void aTemporaryChatLeavesNothing() throws Exception {
    try (RunningServer server = start()) {
      Answer answer =
          server.post(
              "/api/temporary",
              """
              {"messages": [{"role": "user", "text": "%s"}]}
              """
                  .formatted(SYSTEM));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("text-delta");
    }

    assertThat(files()).isZero();
  }

  @Test
  void aFolderThatCannotBeIsAnErrorAtTheStart() throws IOException {
    Files.writeString(home.resolve("cache"), "no folder");

    assertThatIOException()
        .isThrownBy(() -> ChatwrightServer.start(options()).close())
        .withMessage("engine.cache_folder: " + home.resolve("cache") + " is no folder");
  }

  @Test
  void aDiskWithoutRoomKeepsNoServerFromStarting() throws Exception {
    ServerOptions options = options().with(Options.ENGINE_CACHE_FOLDER_MB, 1 << 24); // 16 TB
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
    try (RunningServer server = start(options)) {
      ask(server);

      JsonNode folder = server.get("/health").json().path("cacheFolder");
      assertThat(folder.path("working").asBoolean(true)).isFalse();
    } finally {
      System.setOut(out);
    }
    assertThat(console.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains("cache_folder"))
        .singleElement()
        .asString()
        .contains("16777216 MB", "has room for", "--cache-folder-mb", "engine.cache_folder_mb");
    assertThat(files()).isZero();
  }

  /** A signal closes the beans, and with them the log of Java itself before the models write. */
  @Test
  void whatCannotBeWrittenAtTheEndIsTold() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    try (RunningServer server = start()) {
      ask(server);
      FileSystemUtils.deleteRecursively(home.resolve("cache"));
      try (var _ = listening(log)) {
        context(server).close();
      }
    }

    assertThat(log)
        .filteredOn(line -> line.contains("cache folder"))
        .singleElement()
        .asString()
        .contains(home.resolve("cache").toString(), "cannot be written", "NoSuchFile");
  }

  private static ConfigurableApplicationContext context(RunningServer server) {
    Servlet dispatcher = server.server().bean(ServletRegistrationBean.class).getServlet();
    return (ConfigurableApplicationContext)
        requireNonNull(((DispatcherServlet) requireNonNull(dispatcher)).getWebApplicationContext());
  }

  /** Collects what is logged until it is closed. */
  private static Listening listening(List<String> log) {
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage());
          }
        };
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
    return () -> root.detachAppender(appender);
  }

  @FunctionalInterface
  private interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
