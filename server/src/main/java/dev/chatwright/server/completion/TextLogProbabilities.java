package dev.chatwright.server.completion;

import dev.chatwright.inference.TokenLogProbability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Log-probabilities as text completions give them: four lists of one length. Immutable.
 *
 * @param tokens the texts of the tokens
 * @param tokenLogprobs the natural logarithms of their probabilities; none for a first token
 * @param topLogprobs the likeliest tokens in their places, the likeliest first
 * @param textOffset where each begins in the text, counted in characters
 */
record TextLogProbabilities(
    List<String> tokens,
    List<Optional<Float>> tokenLogprobs,
    List<Optional<Map<String, Float>>> topLogprobs,
    List<Integer> textOffset) {

  /** Writes the lists, and counts the characters. Confined to one thread. */
  static final class Writer {
    private List<String> tokens = new ArrayList<>();
    private List<Optional<Float>> logProbabilities = new ArrayList<>();
    private List<Optional<Map<String, Float>>> top = new ArrayList<>();
    private List<Integer> offsets = new ArrayList<>();
    private int offset;

    /** Adds a prompt's first token, whose probability depends on nothing. */
    void addFirst(String text, byte[] bytes) {
      tokens.add(text);
      logProbabilities.add(Optional.empty());
      top.add(Optional.empty());
      offsets.add(offset);
      for (byte one : bytes) {
        advance(one);
      }
    }

    void add(TokenLogProbability token) {
      tokens.add(name(token));
      logProbabilities.add(Optional.of(ChatLogProbabilities.finite(token.logProbability())));
      top.add(Optional.of(alternatives(token)));
      offsets.add(offset);
      token.bytes().forEach(this::advance);
    }

    /** A character begins at every byte but those that continue one. */
    private void advance(int oneByte) {
      if ((oneByte & 0xC0) != 0x80) {
        offset++;
      }
    }

    /** Returns what was added since the last call. */
    TextLogProbabilities take() {
      var taken = new TextLogProbabilities(tokens, logProbabilities, top, offsets);
      tokens = new ArrayList<>();
      logProbabilities = new ArrayList<>();
      top = new ArrayList<>();
      offsets = new ArrayList<>();
      return taken;
    }
  }

  private static Map<String, Float> alternatives(TokenLogProbability token) {
    Map<String, Float> alternatives = new LinkedHashMap<>();
    for (TokenLogProbability one : token.top()) {
      alternatives.putIfAbsent(name(one), ChatLogProbabilities.finite(one.logProbability()));
    }
    return alternatives;
  }

  /** Returns a token's text, or its bytes in OpenAI's notation where they are half a character. */
  private static String name(TokenLogProbability token) {
    if (token.text().indexOf('\uFFFD') < 0) {
      return token.text();
    }
    return token.bytes().stream()
        .map("\\x%02x"::formatted)
        .collect(Collectors.joining("", "bytes:", ""));
  }
}
