package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.Role;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Writes the shown branch of a conversation as one HTML file that needs nothing else: no script, no
 * address, light and dark as the reader's system is. Safe for use by several threads.
 *
 * <p>Every text goes through one escape. The file also forbids itself, by its policy, to load or
 * run anything.
 */
public final class HtmlExport {
  private static final String HEAD =
      """
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="Chatwright">
      <style>
      :root { color-scheme: light dark; }
      body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }
      article { margin-block: 1.5rem; }
      article[data-role=user] { border-inline-start: 3px solid; padding-inline-start: 1rem; }
      h2 { font-size: 1rem; margin: 0; }
      .text { white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0; }
      pre { overflow-x: auto; padding: .75rem; border: 1px solid; border-radius: .5rem; font-size: .9rem; }
      footer, .note { opacity: .8; font-size: .9rem; }
      </style>
      """;

  private HtmlExport() {}

  /**
   * Writes a conversation; the writer, which should encode as UTF-8, stays open.
   *
   * @throws IOException when writing fails
   */
  public static void write(Conversation conversation, ExportLabels labels, Writer out)
      throws IOException {
    List<Node<Message>> path = conversation.activePath();
    String title = escaped(TitleLine.of(conversation.title()));
    out.write("<!doctype html>\n<html lang=\"" + labels.language() + "\"");
    out.write((labels.rightToLeft() ? " dir=\"rtl\"" : "") + ">\n<head>\n" + HEAD);
    out.write("<title>" + title + "</title>\n</head>\n<body>\n<main>\n");
    out.write("<h1 dir=\"auto\">" + title + "</h1>\n");
    out.write("<p class=\"note\">" + time(conversation) + "</p>\n");
    out.write("<p class=\"note\">" + escaped(labels.notice()) + "</p>\n");
    for (Node<Message> node : path) {
      write(node, labels, out);
    }
    out.write("</main>\n");
    footer(conversation.tree().size() - path.size(), labels, out);
    out.write("</body>\n</html>\n");
    out.flush();
  }

  private static String time(Conversation conversation) {
    String time =
        Instant.ofEpochMilli(conversation.createdAtMillis())
            .truncatedTo(ChronoUnit.SECONDS)
            .toString();
    return "<time datetime=\"" + time + "\">" + time + "</time>";
  }

  private static void write(Node<Message> node, ExportLabels labels, Writer out)
      throws IOException {
    Message message = node.payload();
    out.write("<article data-role=\"" + node.role().wireName() + "\"" + provenance(node) + ">\n");
    out.write("<h2>" + escaped(labels.of(node.role()) + author(node)) + "</h2>\n");
    if (!message.files().isEmpty()) {
      String names = labels.files() + ": " + String.join(", ", message.files());
      out.write("<p class=\"note\" dir=\"auto\">" + escaped(names) + "</p>\n");
    }
    for (MarkdownFence.Stretch stretch : MarkdownFence.stretches(message.text())) {
      out.write(
          stretch.code()
              ? "<pre dir=\"ltr\"><code>" + escaped(stretch.text()) + "</code></pre>\n"
              : "<div class=\"text\" dir=\"auto\">" + escaped(stretch.text()) + "</div>\n");
    }
    out.write("</article>\n");
  }

  /** Marks a reply as a machine's for programs that read the file. */
  private static String provenance(Node<Message> node) {
    return node.role() == Role.ASSISTANT
        ? " data-generated-by=\"" + escaped(node.payload().model().orElse("model")) + "\""
        : "";
  }

  private static String author(Node<Message> node) {
    return node.role() == Role.ASSISTANT
        ? node.payload().model().map(model -> " (" + TitleLine.of(model) + ")").orElse("")
        : "";
  }

  private static void footer(int others, ExportLabels labels, Writer out) throws IOException {
    if (others > 0) {
      out.write(
          "<footer><p>" + escaped(labels.otherMessages()) + ": " + others + "</p></footer>\n");
    }
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.chars().forEach(character -> append(safe, (char) character));
    return safe.toString();
  }

  private static void append(StringBuilder safe, char character) {
    switch (character) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      case '\n', '\t' -> safe.append(character);
      default -> safe.append(Character.isISOControl(character) ? '\uFFFD' : character);
    }
  }
}
