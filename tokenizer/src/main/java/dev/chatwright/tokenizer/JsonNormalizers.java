package dev.chatwright.tokenizer;

import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the normalizer of a tokenizer.json. */
final class JsonNormalizers {
  private JsonNormalizers() {}

  /**
   * Returns the normalizer.
   *
   * @throws TokenizerException when it is unknown
   */
  static Normalizer parse(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Normalizer.NONE;
    }
    return switch (JsonFields.type(node)) {
      case "Sequence" -> sequence(node);
      case "NFC" -> form(Form.NFC);
      case "NFD" -> form(Form.NFD);
      case "NFKC" -> form(Form.NFKC);
      case "NFKD" -> form(Form.NFKD);
      case "Lowercase" -> BertNormalizer::lowerCase;
      case "StripAccents" -> JsonNormalizers::withoutCombiningMarks;
      case "Strip" -> strip(node);
      case "Prepend" -> new Normalizer.Prepend(JsonFields.text(node, "prepend"));
      case "Replace" -> replace(node);
      case "BertNormalizer" -> bert(node);
      case "Precompiled" -> precompiled(node);
      case "Nmt" -> JsonNormalizers::nmt;
      case "ByteLevel" -> Normalizer.NONE;
      default -> throw JsonFields.unknown("normalizer", JsonFields.type(node));
    };
  }

  private static Normalizer sequence(JsonNode node) {
    List<Normalizer> steps = new ArrayList<>();
    node.path("normalizers").forEach(step -> steps.add(parse(step)));
    return Normalizer.sequence(steps);
  }

  private static Normalizer form(Form form) {
    return text -> java.text.Normalizer.normalize(text, form);
  }

  private static Normalizer strip(JsonNode node) {
    boolean left = JsonFields.flag(node, "strip_left", true);
    boolean right = JsonFields.flag(node, "strip_right", true);
    return text -> {
      int from = 0;
      int to = text.length();
      while (left && from < to && Letters.isWhiteSpace(text.charAt(from))) {
        from++;
      }
      while (right && to > from && Letters.isWhiteSpace(text.charAt(to - 1))) {
        to--;
      }
      return text.substring(from, to);
    };
  }

  private static Normalizer replace(JsonNode node) {
    Pattern pattern = JsonPatterns.pattern(node);
    String content = Matcher.quoteReplacement(JsonFields.text(node, "content"));
    return text -> pattern.matcher(new MeteredText(text, text.length())).replaceAll(content);
  }

  private static Normalizer bert(JsonNode node) {
    boolean lowerCases = JsonFields.flag(node, "lowercase", true);
    return new BertNormalizer(
        JsonFields.flag(node, "clean_text", true),
        JsonFields.flag(node, "handle_chinese_chars", true),
        JsonFields.flag(node, "strip_accents", lowerCases),
        lowerCases);
  }

  private static Normalizer precompiled(JsonNode node) {
    String map = JsonFields.text(node, "precompiled_charsmap");
    try {
      return new CharacterMap(Base64.getDecoder().decode(map));
    } catch (TokenizerException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new TokenizerException("precompiled_charsmap is not base64", e);
    }
  }

  private static String withoutCombiningMarks(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(letter -> !isMark(letter)).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isMark(int letter) {
    int type = Character.getType(letter);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  /** Drops control characters and makes spaces of everything that looks like one. */
  private static String nmt(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .filter(letter -> !isNmtDropped(letter))
        .map(letter -> isNmtSpace(letter) ? ' ' : letter)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static boolean isNmtDropped(int letter) {
    return (letter >= 0x01 && letter <= 0x08)
        || letter == 0x0B
        || (letter >= 0x0E && letter <= 0x1F)
        || letter == 0x7F
        || letter == 0x8F
        || letter == 0x9F;
  }

  private static boolean isNmtSpace(int letter) {
    return (letter >= 0x09 && letter <= 0x0D)
        || letter == 0x1680
        || (letter >= 0x200B && letter <= 0x200F)
        || letter == 0x2028
        || letter == 0x2029
        || letter == 0x2581
        || letter == 0xFEFF
        || letter == 0xFFFD;
  }
}
