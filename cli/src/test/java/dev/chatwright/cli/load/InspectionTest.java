package dev.chatwright.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is counted of a conversation that a server has lost or doubled something of. */
class InspectionTest {
  private static final KeptQuestion QUESTION =
      new KeptQuestion("q", Optional.empty(), Optional.empty(), new CannedReply(2, Duration.ZERO));
  private static final String ASKED = message("q", "", "user", QUESTION.text());
  private static final String REPLIED = message("r", "q", "assistant", "wörd0 ");

  private final Tally tally = new Tally();

  private static String message(String id, String parent, String role, String text) {
    return "{\"id\":\"%s\",\"parent_id\":\"%s\",\"role\":\"%s\",\"text\":\"%s\"}"
        .formatted(id, parent, role, text);
  }

  private void inspect(String... messages) throws Exception {
    KeptConversation kept = new KeptConversation("c");
    kept.add(QUESTION);
    kept.add(new KeptReply("r", QUESTION, Optional.empty()));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] export =
        "{\"conversations\":[{\"messages\":[%s]}]}"
            .formatted(String.join(",", messages))
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/api/conversations/c/export",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, export.length);
            exchange.getResponseBody().write(export);
          }
        });
    server.start();
    Door door = new Door();
    door.open(server.getAddress().getPort());
    try (Api api = new Api(door)) {
      Inspection.of(api, tally, kept);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatIsThereOnceIsSound() throws Exception {
    inspect(ASKED, REPLIED);

    assertThat(tally.findings()).isEmpty();
  }

  @Test
  void aQuestionThatIsGoneIsLost() throws Exception {
    inspect(REPLIED);

    assertThat(tally.findings())
        .containsExactly("lost: question q", "lost: the text of question q");
  }

  @Test
  void aReplyThatIsGoneIsLost() throws Exception {
    inspect(ASKED);

    assertThat(tally.findings()).contains("lost: reply r");
  }

  @Test
  void aQuestionThatIsThereAgainUnderAnotherIdIsDoubled() throws Exception {
    inspect(ASKED, REPLIED, message("other", "", "user", QUESTION.text()));

    assertThat(tally.findings()).containsExactly("doubled: the text of question q");
  }

  @Test
  void aReplyThatNobodyAskedForIsDoubled() throws Exception {
    inspect(ASKED, REPLIED, message("other", "q", "assistant", ""));

    assertThat(tally.findings()).containsExactly("doubled: a reply to q");
  }
}
