package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.completion.CompletionFields;
import dev.chatwright.server.security.RouteTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
  private RunningServer server;
  private JsonNode document;

  @BeforeAll
  void start() throws IOException, InterruptedException {
    server = RunningServer.start(ScriptedSource.of(new ScriptedModel()));
    document = server.get("/openapi.json").json();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Set<String> routes() {
    Set<String> real = new TreeSet<>();
    RequestMappingHandlerMapping mapping = server.server().bean(RequestMappingHandlerMapping.class);
    mapping
        .getHandlerMethods()
        .keySet()
        .forEach(
            info ->
                info.getMethodsCondition()
                    .getMethods()
                    .forEach(
                        method ->
                            info.getPatternValues().stream()
                                .filter(path -> !isOfTheClient(path))
                                .forEach(path -> real.add(method + " " + path))));
    return real;
  }

  @Test
  void theDocumentNamesTheRoutesThatThereAreAndNoOthers() {
    Set<String> real = routes();
    real.removeIf(route -> route.contains(" /api")); // described in a document of their own
    RouteTable.PAGES.stream()
        .filter(page -> !page.equals("/") && !page.equals("/index.html"))
        .forEach(page -> real.remove("GET " + page)); // the client's, all of them one file

    Set<String> documented = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }

    assertThat(real).hasSizeGreaterThan(8);
    assertThat(documented).isEqualTo(real);
  }

  /** The client's own API has a description of its own, and its pages and files need none. */
  private static boolean isOfTheClient(String path) {
    boolean first = path.equals("/") || path.equals("/index.html");
    boolean file = path.equals("/worker.js") || path.equals("/manifest.webmanifest");
    return path.startsWith("/api") || file || (RouteTable.PAGES.contains(path) && !first);
  }

  @Test
  void theDocumentNamesEveryFieldOfTheTable() {
    assertThat(properties("ChatRequest")).isEqualTo(CompletionFields.chat());
    assertThat(properties("CompletionRequest")).isEqualTo(CompletionFields.text());
  }

  /** Every answer is read beside its schema: whatever is in it must be described. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/v1/models | | Models",
        "/v1/models/scripted | | Model",
        "/health | | Health",
        "/nothing | | Error",
        "/v1/chat/completions | {\"model\":\"scripted\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"logprobs\":true,\"top_logprobs\":2} | ChatCompletion",
        "/v1/completions | {\"model\":\"scripted\",\"prompt\":\"a\",\"logprobs\":2,\"echo\":true} | Completion",
        "/v1/embeddings | {\"model\":\"all-minilm-l6-v2\",\"input\":[\"a\",\"abcdef\"]} | Embeddings",
        "/v1/completions | {} | Error",
      })
  void answersHoldOnlyWhatTheDocumentDescribes(String path, @Nullable String body, String schema)
      throws Exception {
    JsonNode answer = (body == null ? server.get(path) : server.post(path, body)).json();

    List<String> undescribed = new ArrayList<>();
    compare("", answer, document.at("/components/schemas/" + schema), undescribed);

    assertThat(answer.size()).isPositive();
    assertThat(undescribed).isEmpty();
  }

  private void compare(String at, JsonNode value, JsonNode schema, List<String> undescribed) {
    JsonNode described =
        schema.has("$ref") ? document.at(schema.path("$ref").asString().substring(1)) : schema;
    if (value.isArray() && described.has("items")) {
      value.forEach(one -> compare(at + "[]", one, described.path("items"), undescribed));
    }
    if (!value.isObject() || described.has("additionalProperties")) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode known = described.path("properties").path(field.getKey());
      String name = at + "." + field.getKey();
      if (known.isMissingNode()) {
        undescribed.add(name);
      } else {
        compare(name, field.getValue(), known, undescribed);
      }
    }
  }

  private Set<String> properties(String schema) {
    return document.at("/components/schemas/" + schema + "/properties").propertyNames().stream()
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    Set<String> references = new TreeSet<>();
    collect(document, references);

    assertThat(references).isNotEmpty();
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  private static void collect(JsonNode node, Set<String> references) {
    if (node.isObject() && node.has("$ref")) {
      references.add(node.path("$ref").asString());
    }
    node.forEach(child -> collect(child, references));
  }
}
