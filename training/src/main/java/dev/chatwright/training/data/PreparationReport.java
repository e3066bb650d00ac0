package dev.chatwright.training.data;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What a preparation did.
 *
 * @param inputs in the order they were given
 * @param evaluationSets those that were kept clear of
 * @param outputs the files that were written
 */
public record PreparationReport(
    List<InputReport> inputs, List<EvaluationReport> evaluationSets, List<OutputFile> outputs) {
  /**
   * An evaluation set and how many examples had words in a row in common with it.
   *
   * @param path the file
   * @param sha256 of its bytes, in hexadecimal
   * @param contaminated the examples that were dropped for it
   */
  public record EvaluationReport(Path path, String sha256, long contaminated) {}

  /** Returns a sum over the inputs. */
  public long sum(ToLongFunction<InputReport> count) {
    return inputs.stream().mapToLong(count).sum();
  }

  /** Returns how many examples were left out for each reason that occurs. */
  public Map<DropReason, Long> dropped() {
    Map<DropReason, Long> sums = new EnumMap<>(DropReason.class);
    inputs.forEach(
        input -> input.dropped().forEach((reason, count) -> sums.merge(reason, count, Long::sum)));
    return sums;
  }
}
