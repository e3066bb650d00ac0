package dev.chatwright.tokenizer.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Broken templates: whatever is changed in a source, it renders or fails in words. */
class TemplateFuzzTest {
  private static final List<String> SNIPPETS =
      List.of(
          "{{",
          "}}",
          "{%",
          "%}",
          "{#",
          "#}",
          "-",
          "+",
          "'",
          "\"",
          "\\",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "|",
          ".",
          ",",
          ":",
          "~",
          "=",
          "\n",
          "0",
          "99",
          " if ",
          " else ",
          " for ",
          " in ",
          " not ",
          " is ",
          "{% endif %}",
          "{% endfor %}",
          "{% set x = ",
          "|map('",
          "\ud83d",
          "messages",
          "loop",
          "__",
          "*",
          "**",
          "%",
          "// ",
          "{% raw %}",
          "{% macro m() %}");

  /** Property: a changed template renders, or throws the one exception there is for it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void changedTemplatesRenderOrFailInWords(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> sources = new ArrayList<>();
    for (JsonNode node : Fixtures.resource("cases.json")) {
      sources.add(node.get("source").asString());
    }
    int rendered = 0;
    int failed = 0;

    for (int i = 0; i < 4_000; i++) {
      String source = changed(sources.get(random.nextInt(sources.size())), sources, random);
      try {
        ChatTemplate.parse(source, Fixtures.TOKENS)
            .render(
                List.of(new ChatMessage("user", "hi"), new ChatMessage("assistant", "")),
                RenderOptions.FOR_REPLY);
        rendered++;
      } catch (ChatTemplateException failure) {
        assertThat(failure.line()).isPositive();
        failed++;
      } catch (RuntimeException | Error failure) {
        throw new AssertionError("this template broke the interpreter: " + source, failure);
      }
    }

    assertThat(rendered).isGreaterThan(300);
    assertThat(failed).isGreaterThan(300);
  }

  private static String changed(String source, List<String> sources, Random random) {
    StringBuilder text = new StringBuilder(source);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(5)) {
        case 0 -> text.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        case 1 -> text.delete(at, end);
        case 2 -> text.insert(at, text.substring(at, end));
        case 3 -> {
          String other = sources.get(random.nextInt(sources.size()));
          int from = random.nextInt(other.length() + 1);
          text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(12)));
        }
        default -> {
          if (at < text.length()) {
            text.setCharAt(at, (char) (32 + random.nextInt(96)));
          }
        }
      }
    }
    return text.toString();
  }
}
