package dev.chatwright.tokenizer;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/** Reads the patterns of a tokenizer.json, which are written for another engine than Java's. */
final class JsonPatterns {
  private static final String CONTRACTIONS = "'s|'t|'re|'ve|'m|'ll|'d";
  private static final String GPT2 =
      CONTRACTIONS + "| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  private static final String LLAMA3_FORM =
      "(?i:"
          + CONTRACTIONS
          + ")|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}%s| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
          + Patterns.SPACES;

  static final String LLAMA3 = LLAMA3_FORM.formatted("{1,3}");
  static final String QWEN2 = LLAMA3_FORM.formatted("");

  /** Patterns that are matched by hand, because nearly every model has one of them. */
  private static final Map<String, WordScanner> SCANNERS =
      Map.of(GPT2, WordScanner.gpt2(), LLAMA3, WordScanner.llama3(3), QWEN2, WordScanner.llama3(1));

  private JsonPatterns() {}

  /** Returns the splitter of a Split component. */
  static PreTokenizer splitter(JsonNode node) {
    SplitBehavior behavior = JsonFields.behavior(node);
    boolean inverted = JsonFields.flag(node, "invert", false);
    String regex = node.path("pattern").path("Regex").asString("");
    WordScanner scanner = SCANNERS.get(regex);
    boolean keepsMatches =
        inverted ? behavior == SplitBehavior.REMOVED : behavior == SplitBehavior.ISOLATED;
    return scanner != null && keepsMatches
        ? scanner
        : new RegexSplit(pattern(node), behavior, inverted, false);
  }

  /** Returns the pattern of a component, literal or not. */
  static Pattern pattern(JsonNode node) {
    JsonNode pattern = node.path("pattern");
    if (pattern.path("String").isString()) {
      return Pattern.compile(pattern.path("String").asString(), Pattern.LITERAL);
    }
    String regex = JsonFields.text(pattern, "Regex");
    try {
      return Pattern.compile(translated(regex), Patterns.FLAGS);
    } catch (PatternSyntaxException e) {
      throw new TokenizerException("pattern \"%s\" cannot be read".formatted(regex), e);
    }
  }

  /** Java wants scripts marked as such. */
  private static String translated(String regex) {
    return regex.replaceAll(
        "\\\\(p|P)\\{(\\^?)(Han|Hiragana|Katakana|Hangul|Thai|Arabic|Cyrillic|Greek|Latin)\\}",
        "\\\\$1{$2Is$3}");
  }
}
