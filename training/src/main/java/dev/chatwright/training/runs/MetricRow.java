package dev.chatwright.training.runs;

import dev.chatwright.checkpoint.BoundedJson;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a step gave: a line of {@code metrics.jsonl}.
 *
 * <p>Immutable.
 *
 * @param step how many steps were taken with this one
 * @param measure over what the step learnt from, before its update
 * @param heldOut over the held-out split after the update, where it was evaluated
 * @param gradientNorm the length of the gradient before it was clipped
 * @param rate the learning rate
 * @param tokens from how many the run has learnt
 * @param seconds for how long it has run, without the time between a stop and the next start
 * @param tokensPerSecond of this step
 * @param epsilon how much privacy is spent with it, in a run that bounds it
 */
public record MetricRow(
    long step,
    Measure measure,
    Optional<Measure> heldOut,
    double gradientNorm,
    double rate,
    long tokens,
    double seconds,
    double tokensPerSecond,
    OptionalDouble epsilon) {
  /**
   * The largest count, up to which a chart's numbers of double precision tell each from the next.
   */
  private static final long MOST_COUNT = 1L << 53;

  /** Returns the loss of the step. */
  public double loss() {
    return measure.loss();
  }

  /** Returns the held-out loss, where it was evaluated. */
  public OptionalDouble heldOutLoss() {
    return heldOut.isPresent() ? OptionalDouble.of(heldOut.get().loss()) : OptionalDouble.empty();
  }

  /** Returns the row as JSON, without a line's end. */
  String toLine() {
    ObjectNode node = BoundedJson.MAPPER.createObjectNode();
    node.put("step", step);
    put(node, measure, "loss", "margin", "accuracy", "rows");
    heldOut.ifPresent(
        value ->
            put(node, value, "heldOutLoss", "heldOutMargin", "heldOutAccuracy", "heldOutRows"));
    node.put("gradientNorm", gradientNorm);
    node.put("rate", rate);
    node.put("tokens", tokens);
    node.put("seconds", seconds);
    node.put("tokensPerSecond", tokensPerSecond);
    epsilon.ifPresent(value -> node.put("epsilon", value));
    return node.toString();
  }

  private static void put(ObjectNode node, Measure measure, String... names) {
    node.put(names[0], measure.loss());
    if (measure.margins().isPresent()) {
      Margins margins = measure.margins().get();
      node.put(names[1], margins.margin());
      node.put(names[2], margins.accuracy());
      node.put(names[3], margins.rows());
    }
  }

  /**
   * Reads what {@link #toLine} wrote.
   *
   * @throws IllegalArgumentException if the line is anything else
   */
  static MetricRow parse(String line) {
    try {
      JsonNode node = BoundedJson.MAPPER.readTree(line);
      return new MetricRow(
          whole(node, "step"),
          measure(node, "loss", "margin", "accuracy", "rows"),
          node.path("heldOutLoss").isNumber()
              ? Optional.of(
                  measure(node, "heldOutLoss", "heldOutMargin", "heldOutAccuracy", "heldOutRows"))
              : Optional.empty(),
          number(node, "gradientNorm"),
          number(node, "rate"),
          whole(node, "tokens"),
          number(node, "seconds"),
          number(node, "tokensPerSecond"),
          node.has("epsilon")
              ? OptionalDouble.of(number(node, "epsilon"))
              : OptionalDouble.empty());
    } catch (JacksonException broken) {
      throw new IllegalArgumentException("this is no JSON", broken);
    }
  }

  private static Measure measure(JsonNode node, String... names) {
    Optional<Margins> margins =
        node.has(names[1])
            ? Optional.of(
                new Margins(number(node, names[1]), number(node, names[2]), whole(node, names[3])))
            : Optional.empty();
    return new Measure(number(node, names[0]), margins);
  }

  private static long whole(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < 0
        || value.asLong() > MOST_COUNT) {
      throw new IllegalArgumentException(
          "\"%s\" must be a whole number from 0 to %d".formatted(name, MOST_COUNT));
    }
    return value.asLong();
  }

  private static double number(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw new IllegalArgumentException("\"%s\" must be a finite number".formatted(name));
    }
    return value.asDouble();
  }
}
