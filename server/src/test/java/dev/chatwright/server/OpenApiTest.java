package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.completion.CompletionFields;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
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

  @Test
  void theDocumentNamesTheRoutesThatThereAreAndNoOthers() {
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
                            info.getPatternValues()
                                .forEach(path -> real.add(method + " " + path))));

    Set<String> documented = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }

    assertThat(real).hasSizeGreaterThan(8);
    assertThat(documented).isEqualTo(real);
  }

  @Test
  void theDocumentNamesEveryFieldOfTheTable() {
    assertThat(properties("ChatRequest")).isEqualTo(CompletionFields.chat());
    assertThat(properties("CompletionRequest")).isEqualTo(CompletionFields.text());
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
