package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.testing.SharedData;
import dev.chatwright.tokenizer.TokenizedPrompt;
import dev.chatwright.tokenizer.template.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A prompt to the real model, and what llama.cpp with float weights answered. */
record ReferenceReply(String name, JsonNode json) {

  /**
   * How far a reply may be from it.
   *
   * @param nats of the log-probability of a token
   * @param allLikely whether that holds for the ten likeliest tokens, or for the one taken
   * @param margin between the two likeliest tokens above which both must take the same
   * @param perplexity in percent
   */
  record Bounds(double nats, boolean allLikely, double margin, double perplexity) {
    static final Bounds OF_FLOATS = new Bounds(0.02, true, 0.05, 0.3);

    /** Those that the reference gives for its own kernels of that kind. */
    static final Bounds OF_ROUNDED_ACTIVATIONS = new Bounds(0.25, false, 0.3, 0.3);

    /** Keys and values in 16 bits, of a model whose scores are large; measured: 0.032. */
    static final Bounds OF_ROUNDED_CACHE = new Bounds(0.05, true, 0.1, 0.3);

    /** Both; measured: one reply parts at a margin of 0.34. */
    static final Bounds OF_ROUNDED_ACTIVATIONS_AND_CACHE = new Bounds(0.3, false, 0.4, 0.3);
  }

  static List<ReferenceReply> all() {
    List<ReferenceReply> all = new ArrayList<>();
    for (JsonNode json : SharedData.json("golden/smollm2-f32.json").path("cases")) {
      all.add(new ReferenceReply(json.path("name").stringValue(), json));
    }
    return all;
  }

  @Override
  public String toString() {
    return name;
  }

  int[] promptTokens() {
    return ints(json.path("promptTokens"));
  }

  int[] tokens() {
    return ints(json.path("tokens"));
  }

  String text() {
    return json.path("text").stringValue();
  }

  TokenizedPrompt prompt(LanguageModel model) {
    if (json.path("kind").stringValue().equals("raw")) {
      // The field "text" of these cases holds the reply.
      return model.rawPrompt(json.path("rendered").stringValue());
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode message : json.path("messages")) {
      messages.add(
          new ChatMessage(
              message.path("role").stringValue(), message.path("content").stringValue()));
    }
    return model.chatPrompt(messages);
  }

  /** Whether the reference was never torn between two tokens, so that rounding cannot decide. */
  boolean isDecided(int steps) {
    return json.path("margins")
        .valueStream()
        .limit(steps)
        .allMatch(margin -> margin.doubleValue() > Bounds.OF_FLOATS.margin());
  }

  /** Compares a model's greedy reply, until both part where they may. */
  void requireSame(LanguageModel model, Bounds bounds) throws InterruptedException {
    int[] expected = tokens();
    CollectedReply reply =
        CollectedReply.of(
            model.generate(
                GenerationRequest.of(promptTokens())
                    .withSampling(SamplingOptions.GREEDY)
                    .withMaxTokens(expected.length)
                    .withLogProbabilities(LogProbabilityOptions.ofReply(20))));
    int[] ids = reply.ids();
    int described = 0; // the reference describes no step that gave only a part of a character
    for (int step = 0; step < Math.min(ids.length, expected.length); step++) {
      JsonNode reference = json.path("steps").path(described);
      if (reference.path("token").intValue(-1) == expected[step]) {
        compareStep(step, reply.tokens().get(step), reference, bounds);
        described++;
      }
      if (ids[step] != expected[step]) {
        assertThat(json.path("margins").path(step).doubleValue())
            .as("%s parts at step %d", name, step)
            .isLessThan(bounds.margin());
        return;
      }
    }
    assertThat(ids).isEqualTo(expected);
    assertThat(described).isEqualTo(json.path("steps").size());
  }

  private void compareStep(int step, GeneratedToken token, JsonNode reference, Bounds bounds) {
    Map<Integer, Float> ours =
        token.logProbability().orElseThrow().top().stream()
            .collect(
                Collectors.toMap(TokenLogProbability::token, TokenLogProbability::logProbability));
    for (JsonNode top : reference.path("top")) {
      int id = top.path("token").intValue();
      if (!bounds.allLikely() && id != reference.path("token").intValue()) {
        continue;
      }
      assertThat(ours).as("%s step %d", name, step).containsKey(id);
      assertThat((double) ours.getOrDefault(id, Float.NaN))
          .as("%s step %d token %d", name, step, id)
          .isCloseTo(top.path("logprob").doubleValue(), within(tolerance(top, bounds)));
    }
  }

  /**
   * The reference's own rounding shows at tokens of less than one chance in ten thousand: for one
   * of them, arithmetic in doubles gives −9.35603 as we do, and the reference −9.37864.
   */
  private static double tolerance(JsonNode top, Bounds bounds) {
    boolean rare = top.path("logprob").doubleValue() < Math.log(1e-4);
    return rare ? 1.5 * bounds.nats() : bounds.nats();
  }

  private static int[] ints(JsonNode list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.path(i).intValue();
    }
    return values;
  }
}
