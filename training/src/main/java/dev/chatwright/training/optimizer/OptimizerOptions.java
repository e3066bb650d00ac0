package dev.chatwright.training.optimizer;

import dev.chatwright.model.training.Parameters;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import java.lang.foreign.Arena;

/**
 * Which optimiser, and its numbers.
 *
 * <p>Immutable.
 *
 * @param kind which one
 * @param adamW of AdamW, which updates what another kind leaves to it
 * @param averaging how much of the mean of all weights so far a step keeps, from 0 up to 1; 0 for
 *     no mean
 */
public record OptimizerOptions(Kind kind, AdamWOptions adamW, double averaging) {

  /** The optimisers. */
  public enum Kind {
    /** AdamW, whose memory is twice as large as the parameters. */
    ADAMW,
    /** AdamW that remembers in 8 bits: half as large as the parameters. */
    ADAMW8,
    /** Muon for the matrices between, AdamW for embeddings, head and vectors. */
    MUON
  }

  /** Rejects what is no share. */
  public OptimizerOptions {
    if (!(averaging >= 0 && averaging < 1)) {
      throw new IllegalArgumentException(
          "the mean keeps a share from 0 to below 1, got " + averaging);
    }
  }

  /** Returns AdamW with these numbers. */
  public static OptimizerOptions of(AdamWOptions adamW) {
    return new OptimizerOptions(Kind.ADAMW, adamW, 0);
  }

  /**
   * Creates the optimiser, which has seen no gradient yet.
   *
   * @param arena owns its memory
   */
  public Optimizer create(Parameters parameters, Kernels kernels, Parallel parallel, Arena arena) {
    Optimizer optimizer =
        switch (kind) {
          case ADAMW -> new AdamW(adamW, parameters, kernels, parallel, arena);
          case ADAMW8 -> new AdamW8(adamW, parameters, parallel, arena);
          case MUON -> new Muon(adamW, parameters, kernels, parallel, arena);
        };
    return averaging == 0
        ? optimizer
        : new AveragedWeights(averaging, optimizer, parameters, parallel, arena);
  }

  /** Returns about how many bytes are remembered of each parameter. */
  public double bytesOfAParameter() {
    double bytes =
        switch (kind) {
          case ADAMW, MUON ->
              2 * Float.BYTES; // Muon needs less, by what share depends on the model
          case ADAMW8 -> 2 + 2.0 * Float.BYTES / AdamW8.BLOCK;
        };
    return averaging == 0 ? bytes : bytes + Float.BYTES;
  }
}
