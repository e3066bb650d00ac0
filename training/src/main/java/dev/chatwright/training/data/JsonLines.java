package dev.chatwright.training.data;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rows that are an object on each line; lines of white space are passed over. */
final class JsonLines implements RowSource {
  private final Lines lines;
  private final JsonMapper mapper;

  JsonLines(Lines lines, int mostRowBytes) {
    this.lines = lines;
    this.mapper = RowJson.mapper(mostRowBytes);
  }

  @Override
  public @Nullable Row next() throws IOException {
    @Nullable String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    return line == null ? null : new Row(object(line), lines.place());
  }

  private ObjectNode object(String line) throws DataException {
    JsonNode node;
    try {
      node = mapper.readTree(line);
    } catch (JacksonException broken) {
      throw DataException.row(lines.place(), RowJson.problem(broken));
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw DataException.row(
        lines.place(), "found " + Fields.describe(node) + ", expected an object on each line");
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
