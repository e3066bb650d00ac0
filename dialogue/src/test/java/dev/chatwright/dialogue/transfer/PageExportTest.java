package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.Role;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Markdown and HTML exports; replays what was stored as script elsewhere: CVE-2025-46719,
 * 64495.
 */
class PageExportTest {

  private static Conversation conversation(String title, String text, String model, String file) {
    Message question = new Message(text, Optional.empty(), List.of(file));
    Message reply = new Message(text, Optional.of(model), List.of());
    return new Conversation(
        "c",
        title,
        1_764_115_200_000L,
        1_764_115_200_000L,
        List.of(
            new Node<>("q", Optional.empty(), Role.USER, 1, question),
            new Node<>("a", Optional.of("q"), Role.ASSISTANT, 2, reply),
            new Node<>("b", Optional.of("q"), Role.ASSISTANT, 3, new Message("Other branch"))),
        Optional.of("a"));
  }

  private static String html(Conversation conversation, ExportLabels labels) throws IOException {
    StringWriter out = new StringWriter();
    HtmlExport.write(conversation, labels, out);
    return out.toString();
  }

  private static String markdown(Conversation conversation) throws IOException {
    StringWriter out = new StringWriter();
    MarkdownExport.write(conversation, ExportLabels.ENGLISH, out);
    return out.toString();
  }

  @Test
  void markdownHasTheShownBranchItsProvenanceAndTheNumberOfOtherMessages() throws IOException {
    String text = "Use:\n```java\nint a_b = 1;\n```";

    assertThat(markdown(conversation("On *code*", text, "smollm2_q8", "a.pdf")))
        .isEqualTo(
            """
            # On \\*code\\*

            2025-11-26T00:00:00Z

            *The assistant's messages were written by a machine and can be wrong.*

            ## You

            Files: a.pdf

            Use:
            ```java
            int a_b = 1;
            ```

            ## Assistant (smollm2\\_q8)

            Use:
            ```java
            int a_b = 1;
            ```

            ---

            Messages in other branches, not shown: 1
            """);
  }

  @Test
  void aFenceThatWasCutOffDoesNotSwallowTheNextMessage() throws IOException {
    String markdown = markdown(conversation("t", "~~~~\nhalf", "m", "f"));

    assertThat(markdown).contains("~~~~\nhalf\n~~~~\n\n## Assistant");
  }

  @Test
  void htmlHasTheShownBranchWithCodeApart() throws IOException {
    String html =
        html(
            conversation("Code", "Use:\n```java\na < b\n```\nDone", "smollm2", "a.pdf"),
            ExportLabels.ENGLISH);

    assertThat(html)
        .startsWith("<!doctype html>\n<html lang=\"en\">")
        .contains("<div class=\"text\" dir=\"auto\">Use:</div>")
        .contains("<pre dir=\"ltr\"><code>a &lt; b</code></pre>")
        .contains("<article data-role=\"assistant\" data-generated-by=\"smollm2\">")
        .contains("were written by a machine")
        .contains("not shown: 1")
        .doesNotContain("Other branch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "<svg/onload=alert(1)>",
        "<iframe srcdoc=\"<script>parent.x</script>\">",
        "[x](javascript:alert(1))",
        "--><!--<style>*{display:none}</style>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<scr\u0000ipt>alert(1)</script>",
        "<base href=//evil>",
        "<meta http-equiv=refresh content=0>",
      })
  void noTextBecomesMarkup(String payload) throws IOException {
    String plain = html(conversation("x", "x", "x", "x"), ExportLabels.ENGLISH);
    ExportLabels hostile =
        new ExportLabels("en", false, payload, payload, payload, payload, payload, payload);

    String html = html(conversation(payload, payload, payload, payload), hostile);

    assertThat(tags(html)).isSubsetOf(tags(plain + "<pre dir=\"ltr\"><code></code></pre>"));
    assertThat(html).doesNotContain("\u0000");
  }

  /** Every tag with its attributes, but for the one attribute that holds a name. */
  private static List<String> tags(String html) {
    return Pattern.compile("<[^>]*>")
        .matcher(html)
        .results()
        .map(tag -> tag.group().replaceAll("data-generated-by=\"[^\"]*\"", "data-generated-by"))
        .toList();
  }

  @Test
  void aPageFromRightToLeftSaysSo() throws IOException {
    ExportLabels arabic =
        new ExportLabels(
            "ar", true, "أنت", "المساعد", "تعليمات", "كتبت آلة الردود.", "ملفات", "رسائل أخرى");

    assertThat(html(conversation("عنوان", "مرحبا", "m", "f"), arabic))
        .contains("<html lang=\"ar\" dir=\"rtl\">");
  }

  @Test
  void theFileLoadsAndRunsNothing() throws IOException {
    String html = html(conversation("t", "x", "m", "f"), ExportLabels.ENGLISH);

    assertThat(html)
        .contains("default-src 'none'")
        .doesNotContain("<script")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("url(");
  }

  @Test
  void aLanguageIsATag() {
    assertThatThrownBy(() -> new ExportLabels("en\" onload=\"x", false, "", "", "", "", "", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
