package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.checkpoint.BuiltInModel;
import dev.chatwright.checkpoint.SafetensorsWriter;
import dev.chatwright.server.RunningServer.Answer;
import dev.chatwright.server.configuration.Options;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Adapters attached while the server ran are there when it runs again. */
@Timeout(120)
class AdaptersAgainTest {
  private static final int WIDTH = 192; // of the model that is part of the program
  private static final String MODEL = BuiltInModel.ID;

  @TempDir private Path home;

  @BeforeEach
  void write() throws IOException {
    adapter("legal", WIDTH);
  }

  /** Writes a PEFT adapter of random numbers, large enough to change what is said. */
  private void adapter(String name, int width) throws IOException {
    Path folder = Files.createDirectories(home.resolve("adapters").resolve(name));
    Random random = new Random(name.hashCode());
    String module = "base_model.model.model.layers.0.self_attn.q_proj.";
    new SafetensorsWriter()
        .tensor(module + "lora_A.weight", random(random, 4, width))
        .tensor(module + "lora_B.weight", random(random, width, 4))
        .write(folder.resolve("adapter_model.safetensors"));
    Files.writeString(
        folder.resolve("adapter_config.json"),
        """
        {"peft_type":"LORA","task_type":"CAUSAL_LM","r":4,"lora_alpha":64,"bias":"none",
         "base_model_name_or_path":"built-in","target_modules":["q_proj"]}
        """);
  }

  private static Tensor random(Random random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.copyOf(values, Shape.of(rows, columns), Arena.ofAuto());
  }

  private RunningServer start(ServerOptions options) throws Exception {
    var server =
        new RunningServer(
            ChatwrightServer.start(options.withAddress("127.0.0.1", 0).withModel(MODEL)),
            HttpClient.newHttpClient());
    server.server().models().awaitSettled(Duration.ofMinutes(1));
    return server;
  }

  private RunningServer start() throws Exception {
    return start(ServerOptions.of(home));
  }

  private static Answer attach(RunningServer server, String name, String file) throws Exception {
    return server.post(
        "/api/models/" + MODEL + "/adapters",
        "{\"name\":\"%s\",\"file\":\"%s\"}".formatted(name, file));
  }

  private static String reply(RunningServer server, String model) throws Exception {
    Answer answer =
        server.post(
            "/v1/completions",
            "{\"model\":\"%s\",\"prompt\":\"Once upon a time\",\"max_tokens\":16,\"temperature\":0}"
                .formatted(model));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().at("/choices/0/text").asString();
  }

  private static List<String> names(RunningServer server) throws Exception {
    return StreamSupport.stream(server.get("/v1/models").json().path("data").spliterator(), false)
        .map(model -> model.path("id").asString())
        .toList();
  }

  private static JsonNode shown(RunningServer server, String id) throws Exception {
    return StreamSupport.stream(
            server.get("/api/models").json().path("models").spliterator(), false)
        .filter(model -> model.path("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAdapterIsAttachedAgainAndChangesTheSame() throws Exception {
    String plain;
    String changed;
    try (RunningServer server = start()) {
      assertThat(attach(server, "law", "legal").status()).isEqualTo(201);
      plain = reply(server, MODEL);
      changed = reply(server, MODEL + ":law");
    }

    try (RunningServer again = start()) {
      assertThat(changed).isNotEqualTo(plain);
      assertThat(reply(again, MODEL + ":law")).isEqualTo(changed);
      assertThat(shown(again, MODEL + ":law").path("base").asString()).isEqualTo(MODEL);
    }
  }

  @Test
  void aDetachedAdapterStaysDetached() throws Exception {
    try (RunningServer server = start()) {
      attach(server, "law", "legal");
      attach(server, "other", "legal");
      assertThat(server.delete("/api/models/" + MODEL + "/adapters/law").status()).isEqualTo(204);
    }

    try (RunningServer again = start()) {
      assertThat(names(again)).contains(MODEL + ":other").doesNotContain(MODEL + ":law");
    }
  }

  @Test
  void anAdapterThatNoLongerFitsIsToldAndCanBeDetached() throws Exception {
    try (RunningServer server = start()) {
      attach(server, "law", "legal");
    }
    adapter("legal", WIDTH / 2);

    try (RunningServer again = start()) {
      JsonNode entry = shown(again, MODEL + ":law");
      assertThat(entry.path("state").asString()).isEqualTo("failed");
      assertThat(entry.path("failure").asString())
          .contains("legal", "192")
          .doesNotContain(home.toString());
      assertThat(names(again)).contains(MODEL).doesNotContain(MODEL + ":law");
      assertThat(reply(again, MODEL)).isNotNull();
      assertThat(again.delete("/api/models/" + MODEL + "/adapters/law").status()).isEqualTo(204);
      assertThat(again.delete("/api/models/" + MODEL + "/adapters/law").status()).isEqualTo(404);
    }
    try (RunningServer third = start()) {
      assertThat(third.get("/api/models").body()).doesNotContain(MODEL + ":law");
    }
  }

  @Test
  void listsThatCannotBeReadAreAllKept() throws Exception {
    Path list = home.resolve("adapters").resolve("attached.json");
    for (String content : List.of("{\"adapters\":[{", "[]")) {
      Files.writeString(list, content);
      try (RunningServer server = start()) {
        assertThat(attach(server, "law", "legal").status()).isEqualTo(201);
      }
    }

    assertThat(list.resolveSibling("attached.json.broken")).hasContent("{\"adapters\":[{");
    assertThat(list.resolveSibling("attached.json.broken-2")).hasContent("[]");
    assertThat(list).content().contains("law");
  }

  @Test
  void anAdapterWhoseFilesAreGoneIsToldAndIsThereAgainWhenTheyAre() throws Exception {
    try (RunningServer server = start()) {
      attach(server, "law", "legal");
    }
    Path elsewhere = home.resolve("elsewhere");
    Files.move(home.resolve("adapters").resolve("legal"), elsewhere);
    try (RunningServer again = start()) {
      assertThat(shown(again, MODEL + ":law").path("failure").asString())
          .isEqualTo("there is no adapter 'legal'");
    }
    Files.move(elsewhere, home.resolve("adapters").resolve("legal"));

    try (RunningServer third = start()) {
      assertThat(names(third)).contains(MODEL + ":law");
    }
  }

  @Test
  void aListThatIsBrokenIsPutAsideAndTheServerStarts() throws Exception {
    Path list = home.resolve("adapters").resolve("attached.json");
    Files.writeString(list, "{\"adapters\":[{\"model\":\"a\",\"name\":\"../b\",\"file\":\"c\"}]}");

    try (RunningServer server = start()) {
      assertThat(names(server)).contains(MODEL);
      assertThat(attach(server, "law", "legal").status()).isEqualTo(201);
    }

    assertThat(list.resolveSibling("attached.json.broken")).exists();
    assertThat(Files.readString(list)).contains("law");
  }

  @Test
  void whatCannotBeStoredIsNotDone() throws Exception {
    Path list = home.resolve("adapters").resolve("attached.json");
    try (RunningServer server = start()) {
      attach(server, "kept", "legal");
      Files.delete(list);
      Files.createDirectories(list.resolve("a folder, and not empty"));

      Answer attached = attach(server, "other", "legal");
      Answer detached =
          server.send(server.request("/api/models/" + MODEL + "/adapters/kept").DELETE());

      for (Answer refused : List.of(attached, detached)) {
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.error("code")).isEqualTo("not_remembered");
        assertThat(refused.error("message")).contains(MODEL, "stored").doesNotContain("/");
      }
      assertThat(server.get("/v1/models/" + MODEL + ":other").status()).isEqualTo(404);
      assertThat(reply(server, MODEL + ":kept")).isNotEqualTo(reply(server, MODEL));
    }
  }

  @Test
  void aLinkOutOfTheFolderIsRefusedByName(@TempDir Path elsewhere) throws Exception {
    Path folder = home.resolve("adapters");
    Path outside = Files.move(folder.resolve("legal"), elsewhere.resolve("legal"));
    Files.createSymbolicLink(folder.resolve("linked"), outside);
    Files.createDirectories(folder.resolve("half"));
    for (String file : List.of("adapter_model.safetensors", "adapter_config.json")) {
      Files.createSymbolicLink(folder.resolve("half").resolve(file), outside.resolve(file));
    }
    try (RunningServer server = start()) {
      for (String name : List.of("linked", "half")) {
        Answer refused = attach(server, name, name);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error("message")).startsWith(name + ":").contains("link");
      }
      assertThat(server.get("/api/adapters").json().path("files").isEmpty()).isTrue();
    }
  }

  @Test
  void onlyAdaptersOfTheFolderAreListed() throws Exception {
    Files.writeString(home.resolve("adapters").resolve("notes.txt"), "not one");
    Files.createDirectories(home.resolve("adapters").resolve("empty"));

    try (RunningServer server = start()) {
      attach(server, "law", "legal");

      assertThat(server.get("/api/adapters").body()).isEqualTo("{\"files\":[\"legal\"]}");
    }
  }

  @Test
  void aModelThatLeftTheMemoryHasItsAdaptersWhenItIsLoadedAgain() throws Exception {
    SteeredSource source = new SteeredSource(ScriptedModel.ID, "one", "two");
    ServerOptions options = RunningServer.options().with(Options.MODELS_MAX_LOADED, 2);
    try (RunningServer server = RunningServer.start(options, source)) {
      server.server().models().awaitSettled(Duration.ofMinutes(1));
      server.post("/api/models/one/adapters", "{\"name\":\"legal\"}");
      server.post("/api/models/one/adapters", "{\"name\":\"medical\"}");
      server.delete("/api/models/one/adapters/medical");
      ScriptedModel first = source.model("one");
      server.post("/v1/completions", "{\"model\":\"two\",\"prompt\":\"a\"}");
      first.closed.await();

      Answer answer = server.post("/v1/completions", "{\"model\":\"one:legal\",\"prompt\":\"a\"}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(source.model("one")).isNotSameAs(first);
      assertThat(source.model("one").attached).containsExactly("legal");
      assertThat(source.model("one").requests.getLast().adapter()).contains("legal");
    }
  }
}
