package dev.chatwright.training;

import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.privacy.PrivacyLedger;
import dev.chatwright.training.privacy.PrivacyPlan;
import dev.chatwright.training.privacy.PrivateRandomness;
import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Predicts next tokens by differentially private SGD: the gradient is of examples drawn at random,
 * each cut to a length, summed, with noise, and divided by how many are drawn on average. Each step
 * is paid for first.
 *
 * <p>The loss of a step that happens to draw no example is told as that of the one before. Its
 * position is the number of the next step. Confined to one thread.
 *
 * @see <a href="https://arxiv.org/abs/1607.00133">Abadi et al., "Deep Learning with Differential
 *     Privacy", 2016</a>, algorithm 1
 */
final class PrivateObjective implements Objective, Resumable {
  private final SampledDocuments documents;
  private final ClippedGradients clipped;
  private final GradientNoise noise;
  private @Nullable PrivacyLedger ledger;
  private long step;
  private double lastLoss;

  /**
   * Creates it.
   *
   * @param clip the longest that an example's gradient may be
   */
  PrivateObjective(SampledDocuments documents, double clip, Parallel parallel) {
    this.documents = documents;
    this.clipped = new ClippedGradients(clip);
    this.noise = new GradientNoise(parallel);
  }

  /** Tells who is paid; to be called before the first step. */
  void payTo(PrivacyLedger to) {
    ledger = to;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UncheckedIOException if the step cannot be paid for; then it is not taken
   */
  @Override
  public StepLoss addGradients(TrainableTransformer network, double share) {
    if (ledger == null) {
      throw new IllegalStateException("a private step needs a ledger");
    }
    pay(ledger);
    PrivacyPlan plan = ledger.plan();
    PrivateRandomness random = ledger.randomness();
    double part = share / plan.batch();
    documents.begin(random.sample(step, documents.count(), plan.mechanism().rate()));
    double loss = 0;
    long tokens = 0;
    while (documents.hasNext()) {
      documents.fill(network.batch());
      loss += clipped.add(network, part);
      tokens += network.batch().targetCount();
    }
    noise.add(network.parameters(), random, step, part * plan.deviation());
    if (tokens > 0) {
      lastLoss = loss / tokens;
    }
    step++;
    return new StepLoss(Measure.of(lastLoss), tokens, OptionalDouble.of(ledger.epsilon()));
  }

  private void pay(PrivacyLedger to) {
    try {
      to.charge(step);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public long position() {
    return step;
  }

  @Override
  public void resume(long position) {
    step = position;
  }
}
