package dev.chatwright.training;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chatwright.model.ArchSpec;
import dev.chatwright.model.training.Parameters;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.optimizer.AdamWOptions;
import dev.chatwright.training.optimizer.Optimizer;
import dev.chatwright.training.optimizer.OptimizerOptions;
import dev.chatwright.training.optimizer.Schedule;
import java.lang.foreign.Arena;
import java.util.Map;

/** A run over a text that repeats, small enough for a test. Confined to one thread. */
final class SmallRun implements AutoCloseable {
  static final byte[] TEXT =
      "the cat sat on the mat and the dog sat on the log. ".repeat(40).getBytes(US_ASCII);

  final ByteVocabulary vocabulary = new ByteVocabulary(TEXT);
  final TokenArray tokens = TokenArray.of(vocabulary.encode(TEXT));
  final ArchSpec spec;
  final Parameters parameters;
  final TrainableTransformer network;
  final Trainer trainer;
  final RunCheckpoint checkpoint;
  final RandomWindows windows;
  private final Arena arena = Arena.ofShared();
  private final Parallel parallel;

  SmallRun(ModelShape.Kind kind, int threads) {
    this(kind, threads, OptimizerOptions.of(AdamWOptions.DEFAULT));
  }

  SmallRun(ModelShape.Kind kind, int threads, OptimizerOptions options) {
    ModelShape shape = new ModelShape(kind, 2, 2, 32, 16, false);
    spec = shape.architecture(vocabulary.size());
    parallel = new Parallel(threads);
    parameters = Parameters.zeros(spec, shape.optionalTensors(), arena);
    Initialization.initialize(spec, parameters, 7);
    Kernels kernels = Kernels.fastest();
    network = new TrainableTransformer(spec, parameters, new TokenBatch(8, 16), kernels, parallel);
    Optimizer optimizer = options.create(parameters, kernels, parallel, arena);
    Schedule schedule = new Schedule.Cosine(1e-2, 1e-3, 5, 60);
    trainer =
        new Trainer(network, optimizer, new TrainerOptions(schedule, 1, 1), kernels, parallel);
    windows = new RandomWindows(tokens, 16, 3);
    checkpoint =
        new RunCheckpoint(
            trainer, optimizer, windows, Map.of("values", parameters.values()), "small " + kind);
  }

  void steps(int count) {
    for (int i = 0; i < count; i++) {
      trainer.step(windows);
    }
  }

  @Override
  public void close() {
    network.close();
    parallel.close();
    arena.close();
  }
}
