package dev.chatwright.training.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Rows that are the documents of a plain text; those of white space only are passed over. */
final class TextDocuments implements RowSource {
  private final Lines lines;
  private final Separator separator;
  private final int mostBytes;
  private final StringBuilder document = new StringBuilder();
  private @Nullable Place begin;
  private @Nullable String rest;

  TextDocuments(Lines lines, Separator separator, int mostBytes) {
    this.lines = lines;
    this.separator = separator;
    this.mostBytes = mostBytes;
  }

  @Override
  public @Nullable Row next() throws IOException {
    @Nullable String line = line();
    while (line != null) {
      if (endsDocument(line) && begin != null) {
        return row(begin);
      }
      line = line();
    }
    return begin == null ? null : row(begin);
  }

  private @Nullable String line() throws IOException {
    @Nullable String line = rest == null ? lines.next() : rest;
    rest = null;
    return line;
  }

  /** Adds what belongs to the document, and returns whether it ends with this line. */
  private boolean endsDocument(String line) throws DataException {
    return switch (separator) {
      case Separator.BlankLines _ when line.isBlank() -> true;
      case Separator.Mark(String mark) when line.contains(mark) -> {
        int at = line.indexOf(mark);
        append(line.substring(0, at));
        rest = line.substring(at + mark.length());
        yield true;
      }
      default -> {
        append(line);
        document.append('\n');
        yield false;
      }
    };
  }

  private void append(String text) throws DataException {
    if (begin == null) {
      document.setLength(0);
    }
    if (begin == null && !text.isBlank()) {
      begin = lines.place();
    }
    if ((long) document.length() + text.length() >= mostBytes) {
      throw DataException.at(
          begin == null ? lines.place() : begin,
          "found a document of more than %d characters, which is the most; a separator would"
                  .formatted(mostBytes)
              + " end it sooner");
    }
    document.append(text);
  }

  private Row row(Place place) {
    String text = document.toString().stripTrailing();
    document.setLength(0);
    begin = null;
    return new Row(JsonNodeFactory.instance.objectNode().put("text", text), place);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
