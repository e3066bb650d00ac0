package dev.chatwright.server.completion;

import dev.chatwright.inference.RequestTerms;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.model.ReplyTimes;
import dev.chatwright.server.model.RequestScopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What both kinds of completion request ask of a reply. Immutable.
 *
 * @param model the model's name
 * @param sampling what is said of how tokens are chosen
 * @param choices how many replies to each prompt
 * @param maxTokens the most tokens of a reply
 * @param stop texts that end a reply
 * @param stream whether to send the reply as it comes
 * @param includeUsage whether a stream ends with the token counts
 * @param timeout how many seconds the replies may take together
 * @param cacheSalt for whom of several people somebody asks, whose prompts share nothing
 */
record ReplyOptions(
    String model,
    SamplingFields sampling,
    int choices,
    OptionalInt maxTokens,
    List<String> stop,
    boolean stream,
    boolean includeUsage,
    OptionalDouble timeout,
    Optional<String> cacheSalt) {
  static final int MAX_CHOICES = 8;
  static final int MAX_STOPS = 4;
  static final int MAX_STOP_LETTERS = 256;
  static final int MAX_SALT_LETTERS = 256;

  /** Copies the list. */
  ReplyOptions {
    stop = List.copyOf(stop);
  }

  static ReplyOptions parse(JsonFields fields, OptionalInt maxTokens) {
    boolean stream = fields.flag("stream", false);
    return new ReplyOptions(
        fields.requireText("model"),
        SamplingFields.parse(fields),
        fields.integer("n", 1, MAX_CHOICES).orElse(1),
        maxTokens,
        stop(fields),
        stream,
        includeUsage(fields, stream),
        ReplyTimes.asked(fields),
        fields.text("cache_salt", MAX_SALT_LETTERS).filter(salt -> !salt.isEmpty()));
  }

  /** Returns the terms on which these replies are computed for somebody. */
  RequestTerms terms(RequestTerms asker) {
    return cacheSalt.map(salt -> RequestScopes.among(asker, salt)).orElse(asker);
  }

  private static boolean includeUsage(JsonFields fields, boolean stream) {
    Optional<JsonFields> options = fields.object("stream_options");
    if (options.isPresent() && !stream) {
      throw ApiException.badField(
          "stream_options", "'stream_options' is allowed only when 'stream' is true");
    }
    return options.map(ReplyOptions::includeUsage).orElse(false);
  }

  private static boolean includeUsage(JsonFields options) {
    options.allowOnly(Set.of("include_usage", "include_obfuscation"));
    options.flag("include_obfuscation", false); // harmless padding against eavesdroppers
    return options.flag("include_usage", false);
  }

  private static List<String> stop(JsonFields fields) {
    Optional<JsonNode> found = fields.find("stop");
    if (found.isEmpty()) {
      return List.of();
    }
    JsonNode stop = found.get();
    List<String> texts = new ArrayList<>();
    if (stop.isArray()) {
      stop.forEach(element -> texts.add(stopText(fields, element)));
    } else {
      texts.add(stopText(fields, stop));
    }
    if (texts.size() > MAX_STOPS) {
      throw ApiException.badField(
          "stop", "'stop' may hold at most %d texts, got %d".formatted(MAX_STOPS, texts.size()));
    }
    return texts;
  }

  private static String stopText(JsonFields fields, JsonNode node) {
    if (!node.isString()) {
      throw fields.refuse("stop", "a string or an array of strings", node);
    }
    String text = node.stringValue();
    if (text.isEmpty() || text.length() > MAX_STOP_LETTERS) {
      throw ApiException.badField(
          "stop",
          "a text of 'stop' must have 1 to %d letters, got %d"
              .formatted(MAX_STOP_LETTERS, text.length()));
    }
    return text;
  }
}
