package dev.chatwright.training;

import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.privacy.PrivacyLedger;
import dev.chatwright.training.privacy.PrivacyOptions;
import dev.chatwright.training.runs.Machine;
import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Learns what the assistant says in conversations, and bounds how much of any one of them can be
 * told from what was learnt. Confined to one thread.
 */
final class PrivateLessons implements Lessons {
  private final PrivacyOptions options;
  private final SampledDocuments documents;
  private final PrivateObjective objective;
  private final PackedBatches heldOut;

  /**
   * Prepares conversations.
   *
   * @throws IOException if they are too few to be private, or nothing is learnt from a split
   */
  PrivateLessons(
      PrivacyOptions options, ChatDocuments chats, TuningRecipe recipe, Parallel parallel)
      throws IOException {
    this.options = options;
    documents = new SampledDocuments(chats.learnt(), recipe.length());
    heldOut = ChatLessons.packed(chats.heldOut(), "data.heldOut", recipe.length(), 0);
    try {
      options.requireEnough(documents.count());
    } catch (IllegalArgumentException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
    objective = new PrivateObjective(documents, options.clip(), parallel);
  }

  /**
   * Opens the ledger of a run.
   *
   * @param folder the run's
   * @param identity what tells the run from others
   * @param steps how many are wanted
   * @param taken how many the run has taken
   * @throws IOException if the ledger cannot be used
   */
  PrivacyLedger open(Path folder, String identity, Machine machine, long steps, long taken)
      throws IOException {
    String computation = "%s, %s, %s".formatted(machine.kernels(), machine.cpu(), machine.java());
    try {
      return PrivacyLedger.open(
          folder, options, documents.count(), steps, identity, computation, taken);
    } catch (IllegalArgumentException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  /**
   * Has every step from now on be paid for.
   *
   * @throws IOException if none can be
   */
  void payTo(PrivacyLedger ledger) throws IOException {
    if (ledger.lastStep() < 1) {
      throw new IOException("all of privacy.epsilon is spent, on steps that a crash has lost");
    }
    objective.payTo(ledger);
  }

  @Override
  public Objective objective() {
    return objective;
  }

  @Override
  public Resumable position() {
    return objective;
  }

  @Override
  public Measure heldOut(TrainableTransformer network) {
    return Measure.of(heldOut.loss(network));
  }
}
