package dev.chatwright.training;

import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.privacy.PrivacyLedger;
import dev.chatwright.training.privacy.PrivacyPlan;
import dev.chatwright.training.privacy.PrivateRandomness;
import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of differentially private SGD: of examples drawn at random, each cut to a length,
 * summed, with noise, and divided by how many are drawn on average. Each step is paid for first.
 *
 * <p>The loss of a step that happens to draw no example is told as that of the one before. Confined
 * to one thread.
 *
 * @see <a href="https://arxiv.org/abs/1607.00133">Abadi et al., "Deep Learning with Differential
 *     Privacy", 2016</a>, algorithm 1
 */
final class PrivateGradient implements StepGradient {
  private final TrainableTransformer network;
  private final SampledDocuments documents;
  private final ClippedGradients clipped;
  private final GradientNoise noise;
  private @Nullable PrivacyLedger ledger;
  private double lastLoss;

  /**
   * Creates it.
   *
   * @param clip the longest that an example's gradient may be
   */
  PrivateGradient(
      TrainableTransformer network, SampledDocuments documents, double clip, Parallel parallel) {
    this.network = network;
    this.documents = documents;
    this.clipped = new ClippedGradients(network, clip);
    this.noise = new GradientNoise(network.parameters(), parallel);
  }

  /** Tells who is paid; to be called before the first step. */
  void payTo(PrivacyLedger to) {
    ledger = to;
  }

  @Override
  public Found add(long step) throws IOException {
    if (ledger == null) {
      throw new IllegalStateException("a private step needs a ledger");
    }
    ledger.charge(step);
    PrivacyPlan plan = ledger.plan();
    PrivateRandomness random = ledger.randomness();
    documents.begin(random.sample(step, documents.count(), plan.mechanism().rate()));
    double loss = 0;
    long tokens = 0;
    while (documents.hasNext()) {
      documents.fill(network.batch());
      loss += clipped.add();
      tokens += network.batch().targetCount();
    }
    noise.add(random, step, plan.deviation());
    if (tokens > 0) {
      lastLoss = loss / tokens;
    }
    return new Found(
        Measure.of(lastLoss), tokens, 1 / plan.batch(), OptionalDouble.of(ledger.epsilon()));
  }
}
