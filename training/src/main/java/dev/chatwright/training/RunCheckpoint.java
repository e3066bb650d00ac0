package dev.chatwright.training;

import dev.chatwright.checkpoint.CheckpointException;
import dev.chatwright.checkpoint.GgufFile;
import dev.chatwright.checkpoint.GgufMetadata;
import dev.chatwright.checkpoint.GgufWriter;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything a run needs to go on as if it had never stopped: parameters, what the optimiser
 * remembers, and how far step and data are.
 *
 * <p>It is a GGUF file of its own kind, written beside its place, forced to the disk and renamed:
 * after a crash there is the new one or the one before.
 *
 * @param trainer whose position is kept
 * @param optimizer whose memory is kept
 * @param windows whose position is kept
 * @param parameters which are kept
 * @param identity what tells this run from another: a hash of its recipe and text
 */
public record RunCheckpoint(
    Trainer trainer,
    AdamW optimizer,
    RandomWindows windows,
    Parameters parameters,
    String identity) {
  private static final String KIND = "chatwright-run";
  private static final String STEP = "run.step";
  private static final String UPDATES = "run.updates";
  private static final String WINDOWS = "run.windows";
  private static final String IDENTITY = "run.identity";

  /**
   * Writes a file, replacing one that is there.
   *
   * @throws IOException if it cannot be written; then the one before is still there
   */
  public void write(Path file) throws IOException {
    new GgufWriter()
        .string("general.architecture", KIND)
        .string(STEP, Long.toString(trainer.nextStep()))
        .string(UPDATES, Long.toString(optimizer.updates()))
        .string(WINDOWS, Long.toString(windows.drawn()))
        .string(IDENTITY, identity)
        .tensor("values", parameters.values())
        .tensor("means", optimizer.means())
        .tensor("squares", optimizer.squares())
        .write(file);
  }

  /**
   * Takes up what a file holds.
   *
   * @throws IOException if the file cannot be read or belongs to a run of another kind or size
   */
  public void read(Path path) throws IOException {
    try (GgufFile file = GgufFile.open(path)) {
      if (!file.metadata().architecture().equals(KIND)) {
        throw new CheckpointException(path + " is a model and not the checkpoint of a run");
      }
      if (!file.metadata().string(IDENTITY).equals(Optional.of(identity))) {
        throw new CheckpointException(
            path + " is of another recipe or text; choose another folder, or delete it");
      }
      long step = number(file.metadata(), STEP);
      long updates = number(file.metadata(), UPDATES);
      long drawn = number(file.metadata(), WINDOWS);
      copy(file, "values", parameters.values());
      copy(file, "means", optimizer.means());
      copy(file, "squares", optimizer.squares());
      trainer.resume(step);
      optimizer.resume(updates);
      windows.resume(drawn);
    }
  }

  private static long number(GgufMetadata metadata, String key) throws CheckpointException {
    String text =
        metadata
            .string(key)
            .orElseThrow(() -> new CheckpointException("the checkpoint has no " + key));
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException wrong) {
      throw new CheckpointException(
          "%s must be a number, found \"%s\"".formatted(key, text), wrong);
    }
  }

  private static void copy(GgufFile file, String name, Tensor to) throws CheckpointException {
    Tensor from =
        file.tensor(name)
            .orElseThrow(() -> new CheckpointException("the checkpoint has no " + name));
    if (from.type() != to.type() || from.shape().elements() != to.shape().elements()) {
      throw new CheckpointException(
          "the checkpoint is of another model: %s is %s, expected %s".formatted(name, from, to));
    }
    to.data().copyFrom(from.data());
  }
}
