package dev.chatwright.documents.worker;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the name of a file says about its text; never used as a path. *Immutable.*
 *
 * @param extension in lower case, without the dot; empty if there is none
 */
record FileName(String extension) {
  private static final Set<String> HTML = Set.of("html", "htm", "xhtml");
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("md", "text/markdown"),
          Map.entry("markdown", "text/markdown"),
          Map.entry("csv", "text/csv"),
          Map.entry("tsv", "text/tab-separated-values"),
          Map.entry("json", "application/json"),
          Map.entry("jsonl", "application/jsonl"),
          Map.entry("xml", "text/xml"),
          Map.entry("svg", "text/xml"),
          Map.entry("yaml", "application/yaml"),
          Map.entry("yml", "application/yaml"),
          Map.entry("css", "text/css"),
          Map.entry("js", "text/javascript"),
          Map.entry("java", "text/x-java"),
          Map.entry("py", "text/x-python"),
          Map.entry("sql", "application/sql"));
  private static final Set<String> PLAIN = Set.of("", "txt", "text", "log", "pdf", "docx", "doc");

  static FileName of(String name) {
    int dot = name.lastIndexOf('.');
    return new FileName(dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  boolean saysPdf() {
    return extension.equals("pdf");
  }

  boolean saysHtml() {
    return HTML.contains(extension);
  }

  /** Returns whether the name asks for the text as it stands: source code, Markdown, tables. */
  boolean saysSource() {
    return !saysHtml() && !PLAIN.contains(extension);
  }

  /** Returns the media type of a text of this name. */
  String textType() {
    return TYPES.getOrDefault(extension, "text/plain");
  }
}
