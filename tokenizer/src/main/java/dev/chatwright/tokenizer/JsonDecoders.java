package dev.chatwright.tokenizer;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the decoder of a tokenizer.json. */
final class JsonDecoders {
  private static final Set<String> SENTENCE_PIECE_PARTS =
      Set.of("Replace", "ByteFallback", "Fuse", "Strip", "Metaspace");

  private JsonDecoders() {}

  /**
   * Returns how tokens become text again.
   *
   * @throws TokenizerException when the decoder is unknown
   */
  static Spelling parse(JsonNode root, boolean byteLevel) {
    List<JsonNode> parts = parts(root.path("decoder")).toList();
    for (JsonNode part : parts) {
      String type = JsonFields.type(part);
      if (type.equals("WordPiece")) {
        return Spelling.wordPiece(
            JsonFields.optionalText(part, "prefix").orElse("##"),
            JsonFields.flag(part, "cleanup", true));
      }
      if (!type.equals("ByteLevel") && !SENTENCE_PIECE_PARTS.contains(type)) {
        throw JsonFields.unknown("decoder", type);
      }
    }
    if (byteLevel || parts.stream().anyMatch(part -> is(part, "ByteLevel"))) {
      return Spelling.BYTE_LEVEL;
    }
    return parts.isEmpty()
        ? Spelling.PLAIN
        : Spelling.sentencePiece(parts.stream().anyMatch(JsonDecoders::dropsFirstSpace));
  }

  private static Stream<JsonNode> parts(JsonNode decoder) {
    if (decoder.isMissingNode() || decoder.isNull()) {
      return Stream.empty();
    }
    return is(decoder, "Sequence")
        ? decoder.path("decoders").valueStream().flatMap(JsonDecoders::parts)
        : Stream.of(decoder);
  }

  private static boolean dropsFirstSpace(JsonNode part) {
    return is(part, "Metaspace")
        ? Metaspace.prefix(part) != Metaspace.Prefix.NEVER
        : is(part, "Strip") && part.path("start").asInt(0) > 0;
  }

  private static boolean is(JsonNode part, String type) {
    return part.path("type").asString("").equals(type);
  }
}
