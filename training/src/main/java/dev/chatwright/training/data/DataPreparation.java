package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a data set of files: leaves out what is poor, repeated or asked in an evaluation, holds a
 * part out, and writes the rest as shards of JSON lines with a {@code manifest.json}.
 *
 * <p>The inputs may be larger than memory: they are read twice or more, once to judge and once for
 * each time that the greatest weight has its examples written. What is held of each example is a
 * few bytes; the index of duplicates is on disk, some 700 bytes an example.
 *
 * <p>The same inputs and options give the same bytes, whatever the number of threads. An example is
 * held out by a hash of its text, or of what a reply answers, so that adding data moves none from
 * one side to the other. The folder appears when it is complete; a run that was killed leaves
 * nothing that looks like one, and the same command begins again.
 */
public final class DataPreparation {
  private DataPreparation() {}

  /**
   * Prepares a data set.
   *
   * @param inputs the files, none twice
   * @param out the new folder
   * @param progress is told how far it is
   * @throws DataException if an input cannot be used, or nothing is left
   * @throws IOException if a file cannot be read or written; nothing of the folder is there then
   */
  public static PreparationReport run(
      List<DataInput> inputs, PreparationOptions options, Path out, PreparationProgress progress)
      throws IOException, InterruptedException {
    requireDifferent(inputs);
    AtomicFolder.requireAbsent(out); // not only once all inputs were read for their hashes
    List<MeasuredInput> measured = MeasuredInput.measure(inputs, progress);
    EvaluationSets sets = EvaluationSets.read(options.evaluationSets());
    try (AtomicFolder folder = AtomicFolder.begin(out)) {
      JudgedInputs judged = JudgedInputs.judge(measured, options, sets, folder.index(), progress);
      KeptExamples.Written written =
          KeptExamples.write(measured, judged, options, folder.output(), progress);
      for (MeasuredInput input : measured) {
        input.requireUnchanged();
      }
      if (written.files().isEmpty()) {
        throw DataException.file(
            inputs.getFirst().path(),
            "found nothing to keep in %d inputs; left out were %s"
                .formatted(inputs.size(), judged.dropped()));
      }
      PreparationReport report = judged.report(measured, sets, written);
      Manifest.write(folder.output(), options, report);
      folder.complete();
      return report;
    }
  }

  private static void requireDifferent(List<DataInput> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a data set needs at least one input");
    }
    List<Path> paths =
        inputs.stream().map(input -> input.path().toAbsolutePath().normalize()).toList();
    if (paths.size() != paths.stream().distinct().count()) {
      throw new IllegalArgumentException(
          "an input is there twice in %s; a weight of 2 takes it twice".formatted(paths));
    }
  }
}
