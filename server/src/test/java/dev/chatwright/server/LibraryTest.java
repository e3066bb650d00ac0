package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Personas, prompts, folders and tags, as a client uses them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibraryTest {
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

  @Test
  void everyChangeOfAPersonaIsAVersion() throws Exception {
    Answer made =
        server.post(
            "/api/personas",
            """
            {"name":"Nurse","system_prompt":"You are kind.","suggestions":["Hello"],"temperature":0.5}
            """);
    String id = made.json().path("id").asString();

    Answer changed = server.put("/api/personas/" + id, "{\"name\":\"Head nurse\"}");
    Answer versions = server.get("/api/personas/" + id + "/versions");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("version").asInt()).isEqualTo(1);
    assertThat(made.json().path("own").asBoolean()).isTrue();
    assertThat(made.json().path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(made.json().has("max_tokens")).isFalse();
    assertThat(changed.json().path("version").asInt()).isEqualTo(2);
    assertThat(changed.json().path("name").asString()).isEqualTo("Head nurse");
    assertThat(changed.json().has("system_prompt")).isFalse();
    assertThat(versions.json().path("versions")).hasSize(2);
    assertThat(versions.json().at("/versions/1/system_prompt").asString())
        .isEqualTo("You are kind.");
  }

  @Test
  void aRemovedPersonaIsGoneFromTheList() throws Exception {
    String id =
        server.post("/api/personas", "{\"name\":\"Short-lived\"}").json().path("id").asString();

    assertThat(server.delete("/api/personas/" + id).status()).isEqualTo(204);

    assertThat(server.get("/api/personas").body()).doesNotContain("Short-lived");
    assertThat(server.get("/api/personas/" + id).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "/api/personas;{};name",
        "/api/personas;{\"name\":\"\"};name",
        "/api/personas;{\"name\":\"a\",\"temperature\":3};temperature",
        "/api/personas;{\"name\":\"a\",\"suggestions\":[1]};suggestions[0]",
        "/api/personas;{\"name\":\"a\",\"suggestions\":[\"1\",\"2\",\"3\",\"4\",\"5\"]};suggestions",
        "/api/personas;{\"name\":\"a\",\"person_id\":\"x\"};person_id",
        "/api/prompts;{\"command\":\"two words\",\"text\":\"a\"};command",
        "/api/prompts;{\"command\":\"a\",\"text\":\"{{}}\"};text",
        "/api/prompts;{\"command\":\"a\"};text",
        "/api/folders;{\"name\":\"a\",\"id\":\"x\"};id",
        "/api/tags;{\"name\":7};name",
        "/api/tags;{\"name\":\"a\\u0000b\"};name",
        "/api/folders;{\"name\":\"\\u200b\"};name",
        "/api/folders;{\"name\":\"txt\\u202Eexe\"};name",
        "/api/personas;{\"name\":\"a\\u2028b\"};name",
        "/api/personas;{\"name\":\"a\",\"description\":\"\\u0007\"};description",
        "/api/prompts;{\"command\":\"a\",\"text\":\"a\",\"title\":\"\\u2066a\"};title",
        "/api/conversations;{\"model\":\"a\\u0000\"};model",
      })
  void wrongValuesAreNamed(String path, String body, String field) throws Exception {
    Answer answer = server.post(path, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error("param")).isEqualTo(field);
  }

  @Test
  void aPromptIsFoundByItsCommandOnce() throws Exception {
    Answer made =
        server.post(
            "/api/prompts", "{\"command\":\"letter\",\"text\":\"Write to {{name|somebody}}.\"}");
    Answer twice = server.post("/api/prompts", "{\"command\":\"LETTER\",\"text\":\"x\"}");
    String id = made.json().path("id").asString();
    Answer changed =
        server.put(
            "/api/prompts/" + id, "{\"command\":\"letter\",\"title\":\"A letter\",\"text\":\"y\"}");

    assertThat(made.status()).isEqualTo(201);
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.error("code")).isEqualTo("command_taken");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(server.get("/api/prompts").json().at("/prompts/0/title").asString())
        .isEqualTo("A letter");
    assertThat(server.delete("/api/prompts/" + id).status()).isEqualTo(204);
    assertThat(server.get("/api/prompts").json().path("prompts")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"folders", "tags"})
  void labelsAreMadeRenamedAndRemoved(String kind) throws Exception {
    String path = "/api/" + kind;
    String id = server.post(path, "{\"name\":\" Work \"}").json().path("id").asString();
    server.post(path, "{\"name\":\"Ärzte\"}");

    Answer taken = server.post(path, "{\"name\":\"work\"}");
    Answer renamed = server.put(path + "/" + id, "{\"name\":\"Zoo\"}");

    assertThat(taken.status()).isEqualTo(409);
    assertThat(renamed.status()).isEqualTo(200);
    assertThat(
            server.get(path).json().path(kind).valueStream().map(it -> it.path("name").asString()))
        .containsExactly("Ärzte", "Zoo");
    assertThat(server.delete(path + "/" + id).status()).isEqualTo(204);
    assertThat(server.get(path).json().path(kind)).hasSize(1);
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    for (String path :
        new String[] {
          "/api/personas/018bcfe5-6800-7000-8000-000000000000",
          "/api/prompts/018bcfe5-6800-7000-8000-000000000000",
          "/api/folders/nonsense",
          "/api/tags/018bcfe5-6800-7000-8000-00000000000A"
        }) {
      assertThat(server.put(path, "{\"name\":\"a\"}").status()).as(path).isEqualTo(404);
      assertThat(server.delete(path).status()).as(path).isEqualTo(404);
    }
  }
}
