package dev.chatwright.server.transfer;

import dev.chatwright.dialogue.transfer.Conversation;
import dev.chatwright.dialogue.transfer.ExportLabels;
import dev.chatwright.dialogue.transfer.HtmlExport;
import dev.chatwright.dialogue.transfer.JsonExport;
import dev.chatwright.dialogue.transfer.MarkdownExport;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.QueryFields;
import dev.chatwright.server.http.Quote;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The kinds of files that conversations leave as. */
enum ExportFormat {
  JSON("json", "application/json"),
  MARKDOWN("md", "text/markdown;charset=UTF-8"),
  HTML("html", "text/html;charset=UTF-8");

  private final String extension;
  private final String mediaType;

  ExportFormat(String extension, String mediaType) {
    this.extension = extension;
    this.mediaType = mediaType;
  }

  /** Returns the format that a request asks for. */
  static ExportFormat of(QueryFields query) {
    String name =
        query
            .text("format")
            .orElseThrow(
                () ->
                    ApiException.badField(
                        "format", "missing_required_parameter", "'format' is required"));
    for (ExportFormat format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
        return format;
      }
    }
    throw ApiException.badField(
        "format", "'format' must be json, markdown or html, got " + Quote.brief(name));
  }

  String extension() {
    return extension;
  }

  String mediaType() {
    return mediaType;
  }

  /** Writes one conversation; the stream stays open. */
  void write(Conversation conversation, OutputStream out, String generator, long now)
      throws IOException {
    if (this == JSON) {
      JsonExport export = new JsonExport(out, generator, now);
      export.write(conversation);
      export.end();
      return;
    }
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    if (this == MARKDOWN) {
      MarkdownExport.write(conversation, ExportLabels.ENGLISH, writer);
    } else {
      HtmlExport.write(conversation, ExportLabels.ENGLISH, writer);
    }
    writer.flush();
  }
}
