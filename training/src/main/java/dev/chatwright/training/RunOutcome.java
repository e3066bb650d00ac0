package dev.chatwright.training;

import dev.chatwright.training.runs.Measure;
import dev.chatwright.training.runs.MetricRow;
import dev.chatwright.training.runs.RunState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * <p>Immutable.
 *
 * @param state finished or interrupted
 * @param last the row of its last step, or null if it was stopped before the first
 */
public record RunOutcome(RunState state, @Nullable MetricRow last) {

  /** Returns what the held-out split was measured to be after the last step. */
  public Optional<Measure> heldOut() {
    return Optional.ofNullable(last).flatMap(MetricRow::heldOut);
  }

  /** Returns the figures of the whole run, by the names under which they are told. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (last != null) {
      last.heldOut().ifPresent(found -> put(figures, "validation", found));
      put(figures, "train", last.measure());
      figures.put("seconds", last.seconds());
      figures.put("tokens", (double) last.tokens());
      last.epsilon().ifPresent(spent -> figures.put("epsilon", spent));
      figures.put("tokensPerSecond", last.tokens() / Math.max(1e-9, last.seconds()));
    }
    return figures;
  }

  private static void put(Map<String, Double> figures, String split, Measure measure) {
    figures.put(split + "Loss", measure.loss());
    measure
        .margins()
        .ifPresent(
            margins -> {
              figures.put(split + "Margin", margins.margin());
              figures.put(split + "Accuracy", margins.accuracy());
            });
  }
}
