package dev.chatwright.tokenizer.template;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The control tokens a template may name by variable, such as {@code bos_token}. Immutable.
 *
 * @param texts variable name to the token's text
 */
public record TemplateTokens(Map<String, String> texts) {

  /** No token has a name: {@code bos_token} and {@code eos_token} are empty. */
  public static final TemplateTokens NONE = of("", "");

  /** Copies the texts; {@code bos_token} and {@code eos_token} are empty unless given. */
  public TemplateTokens {
    Map<String, String> all = new LinkedHashMap<>(texts);
    all.putIfAbsent("bos_token", "");
    all.putIfAbsent("eos_token", "");
    texts = Map.copyOf(all);
  }

  /** Returns the tokens that begin and end a text; empty where the model has none. */
  public static TemplateTokens of(String begin, String end) {
    return new TemplateTokens(Map.of("bos_token", begin, "eos_token", end));
  }
}
