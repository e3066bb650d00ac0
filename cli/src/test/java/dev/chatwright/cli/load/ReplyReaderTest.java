package dev.chatwright.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reader of a server that plays one answer after the other, and breaks off after each. */
class ReplyReaderTest {
  private static final CannedReply REPLY = new CannedReply(2, Duration.ZERO);
  private static final String FIRST = delta(1, "wörd0 ");
  private static final String SECOND = delta(2, "wörd1 ");
  private static final String FINISH = "id: 3\ndata: {\"type\":\"finish\"}\n\n";
  private static final String END = "data: [DONE]\n\n";

  private final List<String> asked = new ArrayList<>();
  private final Tally tally = new Tally();
  private final Door door = new Door();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    door.open(server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static String delta(int id, String text) {
    return "id: %d\ndata: {\"type\":\"text-delta\",\"delta\":\"%s\"}\n\n".formatted(id, text);
  }

  private ReplyReader read(String... answers) {
    server.createContext("/", exchange -> answer(exchange, answers));
    try (Api api = new Api(door)) {
      ReplyReader reader = new ReplyReader(api, door, tally, "g", REPLY);
      reader.run();
      return reader;
    }
  }

  private void answer(HttpExchange exchange, String[] answers) throws IOException {
    try (exchange) {
      String answer = answers[asked.size()];
      asked.add(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aReaderGoesOnAfterTheLastWholeEvent() {
    ReplyReader reader = read(FIRST + "id: 2\ndata: {\"type\":\"text-d", SECOND + FINISH, END);

    reader.compareWith("wörd0 wörd1 ");
    assertThat(asked).containsExactly("0", "1", "3");
    assertThat(tally.findings()).isEmpty();
    assertThat(tally.resumed.sum()).isEqualTo(2);
  }

  @Test
  void anEventThatIsLeftOutIsLost() {
    read(FIRST, FINISH + END);

    assertThat(tally.lost()).isOne();
    assertThat(tally.findings()).containsExactly("lost: event 2 of g");
  }

  @Test
  void anEventThatComesAgainIsDoubled() {
    read(FIRST, FIRST + SECOND + FINISH + END);

    assertThat(tally.doubled()).isOne();
    assertThat(tally.lost()).isZero();
  }

  @Test
  void aStoreThatSaysSomethingElseHasLostSomething() {
    ReplyReader reader = read(FIRST + SECOND + FINISH + END);

    reader.compareWith("wörd0 ");
    assertThat(tally.lost()).isOne();
  }

  @Test
  void aReplyThatTheModelNeverGaveHasLostSomething() {
    ReplyReader reader = read(FIRST + delta(2, "wörd0 ") + FINISH + END);

    reader.compareWith("wörd0 wörd0 ");
    assertThat(tally.lost()).isOne();
  }

  @Test
  void aReplyThatIsCalledFinishedTooEarlyHasLostSomething() {
    ReplyReader reader = read(FIRST + "id: 2\ndata: {\"type\":\"finish\"}\n\n" + END);

    reader.compareWith("wörd0 ");
    assertThat(tally.lost()).isOne();
  }
}
