package dev.chatwright.training.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rows that are the objects of an array, of which only one is in memory at a time. */
final class JsonArray implements RowSource {
  private final Path file;
  private final int mostRowBytes;
  private final RowBoundStream stream;
  private final ObjectReader reader;
  private final JsonParser parser;
  private boolean begun;

  JsonArray(Path file, InputStream stream, int mostRowBytes) {
    this.file = file;
    this.mostRowBytes = mostRowBytes;
    this.stream = new RowBoundStream(stream, mostRowBytes);
    JsonMapper mapper = RowJson.mapper(mostRowBytes);
    // What follows a row is the next one.
    this.reader = mapper.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    this.parser = mapper.createParser(this.stream);
  }

  @Override
  public @Nullable Row next() throws IOException {
    try {
      return nextRow();
    } catch (JacksonException broken) {
      throw DataException.at(
          here(),
          stream.exceeded()
              ? "found a row of more than %d bytes, which is the most".formatted(mostRowBytes)
              : RowJson.problem(broken));
    }
  }

  private @Nullable Row nextRow() throws DataException {
    stream.beginRow();
    if (!begun) {
      begun = true;
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw DataException.at(here(), "found no array, expected an array of objects");
      }
    }
    @Nullable JsonToken token = parser.nextToken();
    if (token == null || token == JsonToken.END_ARRAY) {
      requireEnd(token);
      return null;
    }
    Place place = here();
    JsonNode node = reader.readTree(parser);
    if (node instanceof ObjectNode object) {
      return new Row(object, place);
    }
    throw DataException.row(
        place, "found " + Fields.describe(node) + ", expected an array of objects");
  }

  private void requireEnd(@Nullable JsonToken token) throws DataException {
    if (token != null && parser.nextToken() != null) {
      throw DataException.at(here(), "found more after the array, expected its end to be the last");
    }
  }

  private Place here() {
    return Place.line(file, Math.max(1, parser.currentTokenLocation().getLineNr()));
  }

  @Override
  public void close() {
    parser.close();
  }
}
