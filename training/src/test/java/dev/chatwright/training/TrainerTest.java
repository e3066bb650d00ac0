package dev.chatwright.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.optimizer.AdamW;
import dev.chatwright.training.optimizer.AdamWOptions;
import dev.chatwright.training.optimizer.Schedule;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private final Arena arena = Arena.ofShared();
  private final Parallel parallel = new Parallel(2);
  private final Parameters parameters = TinyLlama.parameters(arena);

  @AfterEach
  void release() {
    parallel.close();
    arena.close();
  }

  @Test
  void twoHalvesOfABatchTakeTheStepOfTheWhole() {
    float[] whole = afterOneStep(4, 1);
    float[] halves = afterOneStep(2, 2);

    assertThat(halves).containsExactly(whole, within(2e-4f));
  }

  private float[] afterOneStep(int sequences, int accumulation) {
    Parameters fresh = TinyLlama.parameters(arena);
    TokenBatch all = new TokenBatch(4, TinyLlama.LENGTH);
    TinyLlama.batches().fill(all);
    int[] next = new int[1];
    try (var network = network(fresh, new TokenBatch(sequences, TinyLlama.LENGTH))) {
      trainer(network, accumulation).step(batch -> copyPart(all, next[0]++ * batch.rows(), batch));
    }
    return fresh.values().toArray();
  }

  private static void copyPart(TokenBatch all, int from, TokenBatch to) {
    System.arraycopy(all.tokens(), from, to.tokens(), 0, to.rows());
    System.arraycopy(all.targets(), from, to.targets(), 0, to.rows());
  }

  @Test
  void aLossThatIsNotFiniteNamesTheStepAndTheWeight() {
    parameters.parameter("blk.0.attn_norm.weight").orElseThrow().value().set(0, 0, Float.NaN);
    float[] before = parameters.values().toArray();
    try (var network = network(parameters, new TokenBatch(4, TinyLlama.LENGTH))) {
      Trainer trainer = trainer(network, 1);

      assertThatThrownBy(() -> trainer.step(TinyLlama.batches()))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "step 0 has a loss of NaN, and the weight \"blk.0.attn_norm.weight\" holds NaN;"
                  + " try a lower rate");
    }
    assertThat(parameters.values().toArray()).isEqualTo(before);
  }

  @Test
  void aBatchWithoutTargetsIsRefused() {
    try (var network = network(parameters, new TokenBatch(4, TinyLlama.LENGTH))) {
      Trainer trainer = trainer(network, 1);

      assertThatThrownBy(
              () -> trainer.step(batch -> Arrays.fill(batch.targets(), TokenBatch.NO_TARGET)))
          .hasMessage("step 0 has a batch without any target");
    }
  }

  private TrainableTransformer network(Parameters trained, TokenBatch batch) {
    return new TrainableTransformer(TinyLlama.spec(), trained, batch, Kernels.fastest(), parallel);
  }

  private Trainer trainer(TrainableTransformer network, int accumulation) {
    AdamW optimizer =
        new AdamW(AdamWOptions.DEFAULT, network.parameters(), Kernels.fastest(), parallel, arena);
    TrainerOptions options = new TrainerOptions(new Schedule.Constant(1e-3), 1, accumulation);
    return new Trainer(network, optimizer, options, Kernels.fastest(), parallel);
  }
}
