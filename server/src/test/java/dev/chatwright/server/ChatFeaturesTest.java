package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.conversation.MessageDetails;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.vault.Purpose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Feedback, attachments and links, in conversations over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatFeaturesTest {
  private RunningServer server;

  /** How the server is set up; the same tests are run on another database too. */
  ServerOptions options() {
    return RunningServer.options();
  }

  @BeforeAll
  void start() throws IOException {
    server = RunningServer.start(options(), ScriptedSource.of(new ScriptedModel()));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private String conversation() throws Exception {
    return server.post("/api/conversations", "{}").json().path("id").asString();
  }

  /** Sends a message and returns its reply, which is written to its end. */
  private JsonNode reply(String conversationId, String fields) throws Exception {
    Answer sent = server.post("/api/conversations/" + conversationId + "/messages", fields);
    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    String generation = sent.json().at("/replies/0/generation_id").asString("");
    if (!generation.isEmpty()) { // else it was written before its question was answered
      assertThat(server.get("/api/generations/" + generation + "/events").body())
          .contains("[DONE]");
    }
    JsonNode page = server.get("/api/conversations/" + conversationId + "/messages").json();
    return page.path("messages").get(page.path("messages").size() - 1);
  }

  @Test
  void feedbackStaysWithTheReplyAndCanBeChangedAndWithdrawn() throws Exception {
    String conversation = conversation();
    JsonNode reply = reply(conversation, "{\"text\":\"Hello\"}");
    String path = "/api/messages/" + reply.path("id").asString() + "/feedback";

    Answer given =
        server.put(
            path,
            """
            {"thumb":"down","reasons":["wrong"],"correction":"Good morning","highlight":{"start":0,"end":3}}
            """);
    Answer changed = server.put(path, "{\"thumb\":\"up\"}");
    JsonNode shown = server.get("/api/conversations/" + conversation + "/messages").json();

    assertThat(given.status()).as(given.body()).isEqualTo(200);
    assertThat(given.json().path("correction").asString()).isEqualTo("Good morning");
    assertThat(changed.json().path("thumb").asString()).isEqualTo("up");
    assertThat(shown.at("/messages/1/feedback/thumb").asString()).isEqualTo("up");
    assertThat(shown.at("/messages/1/feedback").has("correction")).isFalse();
    assertThat(server.delete(path).status()).isEqualTo(204);
    assertThat(server.get("/api/conversations/" + conversation + "/messages").body())
        .doesNotContain("feedback");
  }

  /** From this, and not from what the model is called, is learnt later. */
  @Test
  void howAReplyCameToBeIsKept() throws Exception {
    String id =
        reply(conversation(), "{\"text\":\"Hello\",\"options\":{\"temperature\":0.5}}")
            .path("id")
            .asString();
    String person = server.get("/api/me").json().path("id").asString();

    MessageDetails kept =
        server.server().bean(Messages.class).find(person, id, Purpose.SHOW).orElseThrow().details();

    assertThat(kept.find("model_hash").orElseThrow().asString()).matches("[0-9a-f]{64}");
    assertThat(kept.find("prompt_hash").orElseThrow().asString()).matches("[0-9a-f]{64}");
    assertThat(kept.find("sampling").orElseThrow().path("temperature").asDouble()).isEqualTo(0.5);
  }

  @Test
  void feedbackLeavesWithTheExportAndComesWithTheImport() throws Exception {
    String conversation = conversation();
    JsonNode reply = reply(conversation, "{\"text\":\"Hello\"}");
    String feedback =
        """
        {"thumb":"down","reasons":["wrong"],"text":"Late","correction":"Good morning","highlight":{"start":0,"end":3}}
        """;
    server.put("/api/messages/" + reply.path("id").asString() + "/feedback", feedback);

    String exported =
        server.get("/api/conversations/" + conversation + "/export?format=json").body();
    String elsewhere = exported.replace(conversation, "elsewhere");
    Answer imported = server.post("/api/imports", elsewhere);
    JsonNode newest = server.get("/api/export?format=json").json().path("conversations");
    JsonNode copy = newest.get(newest.size() - 1).path("messages").get(1);

    assertThat(imported.json().path("imported").asInt()).as(imported.body()).isEqualTo(1);
    assertThat(copy.path("id").asString()).isNotEqualTo(reply.path("id").asString());
    assertThat(copy.path("feedback").toString())
        .contains(
            "\"correction\":\"Good morning\"",
            "\"reasons\":[\"wrong\"]",
            "\"text\":\"Late\"",
            "\"highlight\":{\"start\":0,\"end\":3}");
  }

  /** Half an export that looks like a whole one would be found out when it is needed. */
  @Test
  void anExportThatFailsOnTheWayBreaksOff() throws Exception {
    reply(conversation(), "{\"text\":\"%s\"}".formatted("long ".repeat(8000)));
    String late = conversation();
    String id = reply(late, "{\"text\":\"Hello\"}").path("id").asString();
    setRole(id, "nobody"); // as a bug would

    Answer one = server.get("/api/conversations/" + late + "/export?format=json");

    assertThat(one.status()).isEqualTo(500);
    assertThat(one.header("Content-Disposition")).isEmpty();
    assertThatIOException().isThrownBy(() -> server.get("/api/export?format=json"));
    assertThatIOException().isThrownBy(() -> server.get("/api/export?format=html"));
    setRole(id, "assistant");
  }

  private void setRole(String messageId, String role) {
    server
        .server()
        .bean(Database.class)
        .write(
            sql ->
                sql.sql("update message set role = ? where id = ?")
                    .params(role, messageId)
                    .update());
  }

  /** One damaged row takes neither the chat nor an export with it. */
  @Test
  void feedbackThatIsDamagedIsLeftOut() throws Exception {
    String conversation = conversation();
    String id = reply(conversation, "{\"text\":\"Hello\"}").path("id").asString();
    server.put("/api/messages/" + id + "/feedback", "{\"text\":\"Late\"}");
    server
        .server()
        .bean(Database.class)
        .write(
            sql ->
                sql.sql("update feedback set body = ? where message_id = ?")
                    .params(new byte[] {1, 2}, id)
                    .update());

    Answer shown = server.get("/api/conversations/" + conversation + "/messages");
    Answer exported = server.get("/api/conversations/" + conversation + "/export?format=json");

    assertThat(shown.status()).isEqualTo(200);
    assertThat(exported.json().at("/conversations/0/messages")).hasSize(2);
  }

  @Test
  void aReplyThatWasStoppedIsStillStoppedElsewhere() throws Exception {
    String conversation = conversation();
    reply(conversation, "{\"text\":\"Hello\"}");
    String stopped =
        server
            .get("/api/conversations/" + conversation + "/export?format=json")
            .body()
            .replace(conversation, "cut short")
            .replace("\"generated_by\"", "\"ended\":\"stopped\",\"generated_by\"");

    server.post("/api/imports", stopped);

    JsonNode newest = server.get("/api/export?format=json").json().path("conversations");
    JsonNode copy = newest.get(newest.size() - 1);
    String messages = "/api/conversations/" + copy.path("id").asString() + "/messages";
    assertThat(copy.at("/messages/1/ended").asString()).isEqualTo("stopped");
    assertThat(server.get(messages).json().at("/messages/1/state").asString()).isEqualTo("stopped");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{};",
        "{\"thumb\":\"sideways\"};thumb",
        "{\"reasons\":[\"because\"]};reasons",
        "{\"highlight\":{\"start\":0,\"end\":999}};highlight.end",
        "{\"highlight\":{\"start\":3,\"end\":3}};highlight.end",
        "{\"thumb\":\"up\",\"person_id\":\"x\"};person_id",
      })
  void feedbackThatSaysNothingSensibleIsRefused(String body, String field) throws Exception {
    JsonNode reply = reply(conversation(), "{\"text\":\"Hello\"}");

    Answer answer = server.put("/api/messages/" + reply.path("id").asString() + "/feedback", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/param").asString("")).isEqualTo(field == null ? "" : field);
  }

  @Test
  void feedbackOnOnesOwnMessageIsRefused() throws Exception {
    JsonNode reply = reply(conversation(), "{\"text\":\"Hello\"}");

    Answer answer =
        server.put(
            "/api/messages/" + reply.path("parent_id").asString() + "/feedback",
            "{\"thumb\":\"up\"}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.error("code")).isEqualTo("not_a_reply");
  }

  @Test
  void aBlindVoteTellsWhoWroteWhat() throws Exception {
    String conversation = conversation();
    Answer sent =
        server.post(
            "/api/conversations/" + conversation + "/messages",
            "{\"text\":\"Hello\",\"compare\":[{},{\"temperature\":1}],\"blind\":true}");
    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    for (JsonNode one : sent.json().path("replies")) {
      Answer events =
          server.get("/api/generations/" + one.path("generation_id").asString() + "/events");
      assertThat(events.body()).contains("finish").doesNotContain("tokens_per_second", "\"model\"");
    }
    String side = sent.json().at("/comparison/left_id").asString();
    JsonNode fork =
        server
            .post(
                "/api/conversations/" + conversation + "/fork", "{\"message_id\":\"" + side + "\"}")
            .json();
    String copied =
        server.get("/api/conversations/" + fork.path("id").asString() + "/messages").body();
    assertThat(copied).contains("Hello").doesNotContain("\"model\":\"scripted\"");
    String id = sent.json().at("/comparison/id").asString();
    String before = server.get("/api/conversations/" + conversation + "/messages").body();

    Answer voted = server.put("/api/comparisons/" + id + "/vote", "{\"vote\":\"right\"}");

    assertThat(before).doesNotContain("\"model\"");
    assertThat(voted.status()).isEqualTo(200);
    JsonNode shown = server.get("/api/conversations/" + conversation + "/messages").json();
    assertThat(shown.at("/messages/1/id")).isEqualTo(voted.json().path("right_id"));
    assertThat(shown.at("/messages/1/model").asString()).isEqualTo("scripted");
    assertThat(server.put("/api/comparisons/" + id + "/vote", "{\"vote\":\"up\"}").status())
        .isEqualTo(400);
  }

  private JsonNode attach(String name, byte[] content) throws Exception {
    Answer added =
        server.send(
            server
                .request("/api/attachments?name=" + name)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(content)));
    assertThat(added.status()).as(added.body()).isEqualTo(201);
    String path = "/api/attachments/" + added.json().path("id").asString();
    Instant end = Instant.now().plus(Duration.ofSeconds(40));
    JsonNode state = added.json();
    while (state.path("state").asString().equals("reading") && Instant.now().isBefore(end)) {
      Thread.sleep(50);
      state = server.get(path).json();
    }
    return state;
  }

  @Test
  void anAttachedTextIsReadByTheModelAndShownWithTheMessage() throws Exception {
    JsonNode file =
        attach("r%C3%A9port.md", "# Otters\nThey swim.".getBytes(StandardCharsets.UTF_8));
    assertThat(file.path("state").asString()).as(file.toString()).isEqualTo("ready");

    String conversation = conversation();
    reply(
        conversation,
        "{\"text\":\"What do they do?\",\"attachment_ids\":[\"%s\"]}"
            .formatted(file.path("id").asString()));

    JsonNode shown = server.get("/api/conversations/" + conversation + "/messages").json();
    assertThat(shown.at("/messages/0/attachments/0/name").asString()).isEqualTo("réport.md");
    Answer text = server.get("/api/attachments/" + file.path("id").asString() + "/text");
    assertThat(text.json().at("/pages/0/text").asString()).contains("They swim.");
    assertThat(server.delete("/api/attachments/" + file.path("id").asString()).error("code"))
        .isEqualTo("attachment_used");
  }

  /** V3: CVE-2025-46571, CVE-2026-45314, 45299, 54013, 45315: what is served runs nowhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><script>alert(1)</script></html>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<?xml version='1.0'?><a/>"
      })
  void whatBrowsersWouldRunIsDownloadedOnly(String content) throws Exception {
    JsonNode file = attach("page.html", content.getBytes(StandardCharsets.UTF_8));

    Answer served = server.get("/api/attachments/" + file.path("id").asString() + "/content");

    assertThat(served.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(served.header("Content-Disposition")).startsWith("attachment;");
    assertThat(served.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(served.header("Content-Security-Policy")).startsWith("sandbox");
  }

  /** V3: a picture that is a page as well (CVE-2026-45315) comes out as a picture only. */
  @Test
  void aPictureIsMadeAnew() throws Exception {
    var image = new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_INT_RGB);
    var file = new ByteArrayOutputStream();
    javax.imageio.ImageIO.write(image, "png", file);
    file.writeBytes("<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));

    JsonNode stored = attach("pixel.png", file.toByteArray());
    HttpResponse<byte[]> served =
        server
            .client()
            .send(
                server
                    .request("/api/attachments/" + stored.path("id").asString() + "/content")
                    .build(),
                BodyHandlers.ofByteArray());

    assertThat(stored.path("width").asInt()).as(stored.toString()).isEqualTo(3);
    assertThat(served.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(new String(served.body(), StandardCharsets.ISO_8859_1)).doesNotContain("script");
  }

  /** V10: CVE-2024-7034, CVE-2026-34371, CVE-2024-10361: names are never paths. */
  @ParameterizedTest
  @CsvSource({
    "..%2F..%2Fetc%2Fpasswd,passwd",
    "C%3A%5CWindows%5Cwin.ini,win.ini",
    "a%E2%80%AEgnp.exe,agnp.exe",
    "tab%09and%0Aline.txt,tabandline.txt"
  })
  void namesLoseTheirFoldersAndTricks(String sent, String kept) throws Exception {
    assertThat(attach(sent, new byte[] {'a'}).path("name").asString()).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?name=..", "?name=%2F", "", "?name=a&name=b", "?name=a&owner=b"})
  void uploadsWithoutAProperNameAreRefused(String query) throws Exception {
    Answer answer =
        server.send(
            server
                .request("/api/attachments" + query)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString("a")));

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void aFileThatIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
    Answer answer =
        server.send(
            server
                .request("/api/attachments?name=big.bin")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(new byte[25_000_001])));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.error("message")).contains("25000000").contains("25000001");
  }

  @Test
  void aLinkShowsWhatWasThereWhenItWasMadeUntilItIsRevoked() throws Exception {
    String conversation = conversation();
    JsonNode file = attach("plan.txt", "Swim.".getBytes(StandardCharsets.UTF_8));
    reply(
        conversation,
        "{\"text\":\"First\",\"attachment_ids\":[\"%s\"]}".formatted(file.path("id").asString()));
    Answer made =
        server.post("/api/shares", "{\"conversation_id\":\"%s\"}".formatted(conversation));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String token = made.json().path("token").asString();
    reply(conversation, "{\"text\":\"Second\"}");

    Answer shown = server.post("/api/shared/look", "{\"token\":\"%s\"}".formatted(token));
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.json().path("messages")).hasSize(2);
    assertThat(shown.json().path("messages").get(0).propertyNames())
        .doesNotContain("id", "person_id", "details", "model");
    assertThat(shown.json().at("/messages/0/files/0").asString()).isEqualTo("plan.txt");
    assertThat(server.get("/api/shares").body()).doesNotContain(token);

    assertThat(server.delete("/api/shares/" + made.json().at("/share/id").asString()).status())
        .isEqualTo(204);
    assertThat(server.post("/api/shared/look", "{\"token\":\"%s\"}".formatted(token)).status())
        .isEqualTo(404);
  }

  @Test
  void aLinkToADeletedConversationShowsNothing() throws Exception {
    String conversation = conversation();
    reply(conversation, "{\"text\":\"First\"}");
    String token =
        server
            .post(
                "/api/shares",
                "{\"conversation_id\":\"%s\",\"expires_in_days\":1}".formatted(conversation))
            .json()
            .path("token")
            .asString();

    server.delete("/api/conversations/" + conversation);

    assertThat(server.post("/api/shared/look", "{\"token\":\"%s\"}".formatted(token)).status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"conversation_id\":\"018bcfe5-6800-7000-8000-000000000000\"}",
        "{\"conversation_id\":\"x\"}",
        "{}",
        "{\"conversation_id\":\"018bcfe5-6800-7000-8000-000000000000\",\"expires_in_days\":0}",
        "{\"conversation_id\":\"018bcfe5-6800-7000-8000-000000000000\",\"expires_in_days\":9999}"
      })
  void linksToNothingAreRefused(String body) throws Exception {
    assertThat(server.post("/api/shares", body).status()).isEqualTo(400);
  }
}
