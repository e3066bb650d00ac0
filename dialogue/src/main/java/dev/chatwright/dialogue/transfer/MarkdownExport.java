package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.Role;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes the shown branch of a conversation as Markdown: who speaks as headings, what is said as it
 * is. Safe for use by several threads.
 */
public final class MarkdownExport {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>#|~&!]");

  private MarkdownExport() {}

  /**
   * Writes a conversation; the writer stays open.
   *
   * @throws IOException when writing fails
   */
  public static void write(Conversation conversation, ExportLabels labels, Writer out)
      throws IOException {
    List<Node<Message>> path = conversation.activePath();
    out.write("# " + line(conversation.title()) + "\n\n");
    out.write(day(conversation) + "\n\n");
    out.write("*" + labels.notice() + "*\n\n");
    for (Node<Message> node : path) {
      write(node, labels, out);
    }
    int others = conversation.tree().size() - path.size();
    if (others > 0) {
      out.write("---\n\n" + labels.otherMessages() + ": " + others + "\n");
    }
    out.flush();
  }

  private static String day(Conversation conversation) {
    return Instant.ofEpochMilli(conversation.createdAtMillis())
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  private static void write(Node<Message> node, ExportLabels labels, Writer out)
      throws IOException {
    Message message = node.payload();
    out.write("## " + labels.of(node.role()) + author(node) + "\n\n");
    if (!message.files().isEmpty()) {
      List<String> names = message.files().stream().map(MarkdownExport::line).toList();
      out.write(labels.files() + ": " + String.join(", ", names) + "\n\n");
    }
    out.write(MarkdownFence.closed(message.text()) + "\n\n");
  }

  private static String author(Node<Message> node) {
    return node.role() == Role.ASSISTANT
        ? node.payload().model().map(model -> " (" + line(model) + ")").orElse("")
        : "";
  }

  private static String line(String text) {
    return SPECIAL.matcher(TitleLine.of(text)).replaceAll("\\\\$0");
  }
}
