package dev.chatwright.tokenizer.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.tokenizer.SharedData;
import dev.chatwright.tokenizer.template.ChatTemplateException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our interpreter against what Jinja printed, see {@code src/test/python}. */
class JinjaReferenceTest {

  @TestFactory
  Stream<DynamicTest> ownCasesRenderAsInJinja() throws IOException {
    return StreamSupport.stream(Fixtures.resource("cases.json").spliterator(), false)
        .map(node -> DynamicTest.dynamicTest(node.get("name").asString(), () -> check(node)));
  }

  private static void check(JsonNode expected) {
    Map<String, @Nullable Object> variables =
        expected.has("variables") ? Fixtures.map(expected.get("variables")) : Map.of();
    List<ChatMessage> messages =
        variables.containsKey("messages")
            ? Fixtures.messages(expected.get("variables").get("messages"))
            : List.of();
    RenderOptions options =
        RenderOptions.TRANSCRIPT
            .withClock(Fixtures.CLOCK)
            .withVariables(variables)
            .withAddGenerationPrompt(variables.containsKey("add_generation_prompt"));

    compare(expected, expected.get("source").asString(), messages, options);
  }

  private static void compare(
      JsonNode expected, String source, List<ChatMessage> messages, RenderOptions options) {
    if (expected.has("expected")) {
      assertThat(ChatTemplate.parse(source, Fixtures.TOKENS).render(messages, options).text())
          .isEqualTo(expected.get("expected").asString());
    } else {
      assertThatThrownBy(
              () -> ChatTemplate.parse(source, Fixtures.TOKENS).render(messages, options))
          .isInstanceOfSatisfying(
              ChatTemplateException.class,
              failure ->
                  assertThat(failure.reason() == Reason.REFUSED)
                      .isEqualTo(expected.get("error").asString().equals("TemplateError")));
    }
  }

  @TestFactory
  Stream<DynamicTest> publishedTemplatesRenderAsInJinja() throws IOException {
    SharedData.file("templates/chat_templates");
    JsonNode fixture = Fixtures.resource("published.json");
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode expected : fixture.get("cases")) {
      String name =
          "%s, %s, prompt %s, tools %s"
              .formatted(
                  expected.get("template").asString(),
                  expected.get("conversation").asString(),
                  expected.get("addGenerationPrompt"),
                  expected.get("tools"));
      tests.add(DynamicTest.dynamicTest(name, () -> checkPublished(fixture, expected)));
    }
    assertThat(tests).hasSizeGreaterThan(300);
    return tests.stream();
  }

  private static void checkPublished(JsonNode fixture, JsonNode expected) throws IOException {
    String file = "templates/chat_templates/" + expected.get("template").asString();
    String source = Files.readString(SharedData.file(file));
    JsonNode conversation =
        fixture.get("conversations").get(expected.get("conversation").asString());
    RenderOptions options =
        RenderOptions.TRANSCRIPT
            .withAddGenerationPrompt(expected.get("addGenerationPrompt").booleanValue())
            .withTools(
                expected.get("tools").booleanValue()
                    ? List.of(Fixtures.map(fixture.get("tool")))
                    : List.of());

    compare(expected, source, Fixtures.messages(conversation), options);
  }

  @Test
  void chatMlRendersTheGoldenConversations() {
    String source =
        """
        {%- if messages[0].role != 'system' -%}
            {{ '<|im_start|>system\\n' ~ usual ~ '<|im_end|>\\n' }}
        {%- endif -%}
        {%- for message in messages -%}
            {{ '<|im_start|>' ~ message.role ~ '\\n' ~ message.content ~ '<|im_end|>\\n' }}
        {%- endfor -%}
        {{ '<|im_start|>assistant\\n' if add_generation_prompt }}""";
    ChatTemplate template = ChatTemplate.parse(source, TemplateTokens.NONE);
    Path golden = SharedData.file("golden/smollm2-f32.json");
    JsonNode cases = JsonMapper.shared().readTree(golden.toFile()).get("cases");
    RenderOptions options =
        RenderOptions.FOR_REPLY.withVariables(Map.of("usual", usualSystemMessage(cases)));
    int checked = 0;

    for (JsonNode example : cases) {
      if (example.get("kind").asString().equals("chat")) {
        List<ChatMessage> messages = Fixtures.messages(example.get("messages"));
        assertThat(template.render(messages, options).text())
            .as(example.get("name").asString())
            .isEqualTo(example.get("rendered").asString());
        checked++;
      }
    }

    assertThat(checked).isEqualTo(8);
  }

  /** Returns what the model's template says to it where the conversation has no system message. */
  private static String usualSystemMessage(JsonNode cases) {
    String rendered = cases.get(0).get("rendered").asString();
    return rendered.substring(rendered.indexOf('\n') + 1, rendered.indexOf("<|im_end|>"));
  }
}
