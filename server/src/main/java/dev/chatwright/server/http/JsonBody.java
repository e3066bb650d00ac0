package dev.chatwright.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bodies of requests, read strictly: bounded in size and depth, UTF-8, no name twice, nothing after
 * the end, no half characters.
 */
public final class JsonBody {
  /** The most bytes of a body. */
  public static final int MAX_BYTES = 8 << 20;

  /** How deep a body may nest. */
  public static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** What Jackson adds to its messages that means nothing to a client. */
  private static final Pattern FOR_JAVA_PROGRAMMERS =
      Pattern.compile(", from `[^`]*`| \\((?:`|start marker ).*|: enable `.*");

  private JsonBody() {}

  /**
   * Returns the JSON object that a request brings.
   *
   * @throws ApiException if it brings something else
   * @throws IOException if the client is gone
   */
  public static JsonFields read(HttpServletRequest request) throws IOException {
    requireJson(request.getContentType());
    requirePlain(request.getHeader("Content-Encoding"));
    long announced = request.getContentLengthLong();
    if (announced > MAX_BYTES) {
      throw tooLarge(", got " + announced);
    }
    byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw tooLarge("");
    }
    return parse(bytes);
  }

  private static void requireJson(@Nullable String contentType) {
    if (contentType == null) {
      return;
    }
    String type = contentType.split(";", 2)[0].strip();
    if (!type.equalsIgnoreCase("application/json")) {
      throw ApiException.of(
          415,
          "unsupported_media_type",
          "the body must be application/json, got " + Quote.brief(type));
    }
  }

  private static void requirePlain(@Nullable String encoding) {
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw ApiException.of(
          415,
          "unsupported_encoding",
          "the body must not be compressed, got Content-Encoding " + Quote.brief(encoding));
    }
  }

  private static ApiException tooLarge(String got) {
    return ApiException.of(
        413, "request_too_large", "the body must be at most %d bytes%s".formatted(MAX_BYTES, got));
  }

  static JsonFields parse(byte[] bytes) {
    String text = decode(bytes);
    try {
      JsonNode root = MAPPER.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
      if (!root.isObject()) {
        throw ApiException.badRequest(
            "invalid_json", "the body must be a JSON object, got " + JsonFields.kind(root));
      }
      requireWholeCharacters(root, "");
      return new JsonFields(root, "");
    } catch (JacksonException broken) {
      throw ApiException.badRequest("invalid_json", describe(broken));
    }
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw ApiException.badRequest("invalid_json", "the body is not UTF-8");
    }
  }

  private static String describe(JacksonException broken) {
    var where = broken.getLocation();
    String said = broken.getOriginalMessage().lines().findFirst().orElse("");
    String what = FOR_JAVA_PROGRAMMERS.matcher(said).replaceAll("");
    return where == null
        ? "the body is not valid JSON: " + Quote.cut(what)
        : "the body is not valid JSON at line %d, column %d: %s"
            .formatted(where.getLineNr(), where.getColumnNr(), Quote.cut(what));
  }

  // Depth is bounded by the parser, so the recursion is too.
  private static void requireWholeCharacters(JsonNode node, String path) {
    if (node.isString()) {
      requireWhole(node.stringValue(), path);
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        requireWhole(entry.getKey(), path);
        String child = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        requireWholeCharacters(entry.getValue(), child);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        requireWholeCharacters(node.get(i), path + "[" + i + "]");
      }
    }
  }

  private static void requireWhole(String text, String path) {
    // A pair comes as one code point above the surrogates, so what is left has no other half.
    if (text.codePoints()
        .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
      String name = Quote.brief(path);
      throw ApiException.badField(path, name + " holds half a surrogate pair");
    }
  }
}
