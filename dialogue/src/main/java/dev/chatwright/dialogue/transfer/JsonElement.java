package dev.chatwright.dialogue.transfer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes of one conversation's JSON, cut out of a file. Confined to one thread.
 *
 * <p>What is wrong inside is wrong for this conversation alone. Messages never quote the text.
 */
final class JsonElement {
  private final JsonBuffer bytes;
  private final long line;
  private final long column;
  private final int depth;
  private final ImportLimits limits;

  JsonElement(JsonBuffer bytes, long line, long column, int depth, ImportLimits limits) {
    this.bytes = bytes;
    this.line = line;
    this.column = column;
    this.depth = depth;
    this.limits = limits;
  }

  /**
   * Parses the bytes.
   *
   * @throws BrokenConversationException when they are too many, nested too deeply, or no JSON
   */
  JsonNode parse() {
    if (bytes.overflowed()) {
      throw new BrokenConversationException(
          "it is larger than %,d bytes".formatted(limits.conversationBytes()));
    }
    if (depth > limits.depth()) {
      throw new BrokenConversationException(
          "it is nested %,d levels deep, more than %,d".formatted(depth, limits.depth()));
    }
    try {
      return mapper().readTree(bytes.array(), 0, bytes.size());
    } catch (JacksonException broken) {
      throw new BrokenConversationException("its JSON is broken " + place(broken.getLocation()));
    }
  }

  /** A number or name beyond Jackson's bounds has no place. */
  private String place(@Nullable TokenStreamLocation inside) {
    if (inside == null) {
      return "in a number or name that is too long";
    }
    long brokenLine = line + Math.max(0, inside.getLineNr() - 1);
    long brokenColumn =
        Math.max(1, inside.getColumnNr()) + (inside.getLineNr() <= 1 ? column - 1 : 0);
    return "at line %d, column %d".formatted(brokenLine, brokenColumn);
  }

  /** The title as far as the bytes can be read. */
  Optional<String> title() {
    try (JsonParser parser = mapper().createParser(bytes.array(), 0, bytes.size())) {
      return title(parser);
    } catch (JacksonException _) {
      return Optional.empty(); // the bytes are known to be broken: this is a favour
    }
  }

  private static Optional<String> title(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING && (name.equals("title") || name.equals("name"))) {
        return Optional.of(TitleLine.of(parser.getString()));
      }
      parser.skipChildren();
    }
    return Optional.empty();
  }

  private JsonMapper mapper() {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.depth() + 1)
            .maxStringLength(limits.conversationBytes())
            .build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
        .build();
  }
}
