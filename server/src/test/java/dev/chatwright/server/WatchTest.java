package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class WatchTest {
  private RunningServer server;
  private Chat chat;

  @BeforeAll
  void start() throws IOException {
    server = RunningServer.start(ScriptedSource.of(new ScriptedModel()));
    chat = new Chat(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void everyTabIsToldOfWhatAnotherDoes() throws Exception {
    try (Watcher one = new Watcher("");
        Watcher other = new Watcher("")) {
      String conversation = chat.make();
      chat.ask(conversation, "count to 2.");

      for (Watcher watcher : List.of(one, other)) {
        // What the reply's thread tells may come before or after what the sender's tells.
        List<String> types = watcher.typesUntil("messages");
        types.addAll(watcher.typesUntil("messages"));
        assertThat(types).contains("conversation", "generation");
      }
    }
  }

  @Test
  void otherTabsHearOfSettingsAndFolders() throws Exception {
    try (Watcher tab = new Watcher("")) {
      chat.send("PATCH", "/api/me", Map.of("settings", Map.of("theme", "dark")));
      assertThat(tab.typesUntil("settings")).containsOnlyOnce("settings");

      String folder =
          server.post("/api/folders", "{\"name\":\"Work\"}").json().path("id").asString();
      server.put("/api/folders/" + folder, "{\"name\":\"Play\"}");
      server.delete("/api/folders/" + folder);
      for (int i = 0; i < 3; i++) {
        assertThat(tab.typesUntil("organising")).containsExactly("organising");
      }
    }
  }

  @Test
  void whoComesBackIsToldWhatWasMissed() throws Exception {
    String seen;
    try (Watcher before = new Watcher("")) {
      chat.make();
      before.typesUntil("conversation");
      seen = before.lastId;
    }
    String missed = chat.make();
    server.send(server.request("/api/conversations/" + missed).DELETE());

    try (Watcher after = new Watcher(seen)) {
      after.typesUntil("conversation_gone");
      assertThat(after.last.path("conversation_id").asString()).isEqualTo(missed);
    }
  }

  @Test
  void whoMissedTooMuchIsToldToLookAgain() throws Exception {
    try (Watcher stranger = new Watcher("anotherrun-7")) {
      assertThat(stranger.typesUntil("resync")).containsExactly("resync");
    }
    String seen;
    try (Watcher before = new Watcher("")) {
      chat.make();
      before.typesUntil("conversation");
      seen = before.lastId;
    }
    String conversation = chat.make();
    for (int i = 0; i < 300; i++) {
      chat.send("PATCH", "/api/conversations/" + conversation, Map.of("title", "t" + i));
    }
    try (Watcher late = new Watcher(seen)) {
      assertThat(late.typesUntil("resync")).containsExactly("resync");
    }
  }

  /** A tab that listens. */
  private final class Watcher implements AutoCloseable {
    private final BufferedReader lines;
    private String lastId = "";
    private JsonNode last = RunningServer.JSON.createObjectNode();

    Watcher(String lastEventId) throws IOException, InterruptedException {
      HttpRequest.Builder request = server.request("/api/events");
      if (!lastEventId.isEmpty()) {
        request.header("Last-Event-ID", lastEventId);
      }
      var response = server.client().send(request.GET().build(), BodyHandlers.ofInputStream());
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    List<String> typesUntil(String type) throws IOException {
      List<String> types = new ArrayList<>();
      while (types.isEmpty() || !types.getLast().equals(type)) {
        String line = lines.readLine();
        if (line == null) {
          throw new IOException("the stream ended after " + types);
        }
        if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.startsWith("data: ")) {
          last = RunningServer.JSON.readTree(line.substring(6));
          types.add(last.path("type").asString());
        }
      }
      return types;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
