package dev.chatwright.training;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.Learner;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.optimizer.AveragedWeights;
import dev.chatwright.training.optimizer.Optimizer;
import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What learns of a model that is there already, the lessons that it learns, and the trainer between
 * them. It writes nothing but what it is told to.
 *
 * <p>Mutable; confined to one thread.
 */
final class TunedModel {
  private final LearntPart part;
  private final RunMemory memory;
  private final Learner learner;
  private final Lessons lessons;
  private final TrainableTransformer network;
  private final Optimizer optimizer;
  private final Trainer trainer;

  /**
   * Makes what learns.
   *
   * @param spec of the base model, which must outlive this
   * @param teaching prepares the lessons; its resources own what is made here
   * @throws IOException if the machine has too little memory, or there is nothing to learn
   * @throws dev.chatwright.model.ModelException if the model has a part without a backward pass
   */
  TunedModel(TuningRecipe recipe, ArchSpec spec, LearntPart part, TuningLessons teaching)
      throws IOException {
    Kernels kernels = teaching.kernels();
    Parallel parallel = teaching.parallel();
    this.part = part;
    RunMemory own =
        RunMemory.of(
            part.count(), recipe.optimizer(), part.activationBytes(kernels, parallel.threads()));
    own.requireRoom();
    Arena arena = teaching.resources().memory();
    learner = part.create(kernels, arena);
    lessons = teaching.of(learner);
    memory = new RunMemory(own.parameters(), own.activations() + lessons.bytes());
    memory.requireRoom();
    TokenBatch batch = new TokenBatch(recipe.batch(), recipe.length());
    network =
        new TrainableTransformer(
            spec,
            learner,
            recipe.recompute(),
            batch,
            recipe.precision().arithmetic(kernels),
            parallel);
    teaching.resources().add(network::close);
    optimizer = recipe.optimizer().create(learner.parameters(), kernels, parallel, arena);
    trainer = new Trainer(network, optimizer, recipe.trainer(), kernels, parallel);
  }

  RunMemory memory() {
    return memory;
  }

  Trainer trainer() {
    return trainer;
  }

  Lessons lessons() {
    return lessons;
  }

  RunCheckpoint checkpoint(String identity) {
    return new RunCheckpoint(
        trainer,
        optimizer,
        lessons.position(),
        Map.of("values", learner.parameters().values()),
        identity);
  }

  /** Measures the held-out split, with the averaged weights where there are such. */
  Measure heldOut() {
    Measure[] found = new Measure[1];
    AveragedWeights.during(optimizer, () -> found[0] = lessons.heldOut(network));
    return found[0];
  }

  /**
   * Returns what the lessons need once, and how what was learnt is written, averaged where there
   * are averages.
   *
   * @param folder the run's
   */
  RunLoop.Ends ends(Path folder) {
    return new RunLoop.Ends() {
      @Override
      public boolean prepare(RunListener listener, BooleanSupplier stop) throws IOException {
        return lessons.prepare(network, folder, listener, stop);
      }

      @Override
      public void write() throws IOException {
        AveragedWeights.during(optimizer, () -> part.write(learner, folder));
      }
    };
  }
}
