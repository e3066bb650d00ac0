package dev.chatwright.training;

import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.data.TokenDocument;
import dev.chatwright.training.privacy.PrivacyLedger;
import dev.chatwright.training.privacy.PrivacyOptions;
import dev.chatwright.training.runs.Machine;
import dev.chatwright.training.runs.RunFolder;
import java.io.IOException;
import java.util.List;

/**
 * What makes a run's steps private: the examples that they draw from, their gradient, and who is
 * paid for them.
 *
 * @param options how private they are
 * @param documents the examples
 * @param gradient of each step
 */
record PrivateSteps(PrivacyOptions options, SampledDocuments documents, PrivateGradient gradient) {

  /**
   * Prepares steps.
   *
   * @throws IOException if there are too few documents
   */
  static PrivateSteps of(
      PrivacyOptions options,
      List<TokenDocument> all,
      TrainableTransformer network,
      Parallel parallel)
      throws IOException {
    SampledDocuments documents = new SampledDocuments(all, network.batch().length());
    try {
      options.requireEnough(documents.count());
    } catch (IllegalArgumentException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
    return new PrivateSteps(
        options, documents, new PrivateGradient(network, documents, options.clip(), parallel));
  }

  /**
   * Opens the ledger of a run, which is paid from now on.
   *
   * @param identity what tells the run from others
   * @param steps how many are wanted
   * @param taken how many the run has taken
   * @throws IOException if the ledger cannot be used, or no step can be paid for
   */
  PrivacyLedger open(RunFolder folder, String identity, Machine machine, long steps, long taken)
      throws IOException {
    String computation = "%s, %s, %s".formatted(machine.kernels(), machine.cpu(), machine.java());
    try {
      PrivacyLedger ledger =
          PrivacyLedger.open(
              folder.path(), options, documents.count(), steps, identity, computation, taken);
      if (ledger.lastStep() < 1) {
        ledger.close();
        throw new IOException("all of privacy.epsilon is spent, on steps that a crash has lost");
      }
      gradient.payTo(ledger);
      return ledger;
    } catch (IllegalArgumentException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }
}
