package dev.chatwright.training;

import dev.chatwright.model.training.LowRankChanges;
import dev.chatwright.model.training.LowRankOptions;
import dev.chatwright.model.training.Recompute;
import dev.chatwright.model.training.TokenBatch;
import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.training.data.TokenDocument;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Changes of a tiny model, and documents to learn them from. */
final class PrivateStep implements AutoCloseable {
  final Arena arena = Arena.ofShared();
  final Parallel parallel;
  final LowRankChanges changes;
  final TrainableTransformer network;

  PrivateStep(int threads) {
    parallel = new Parallel(threads);
    LowRankOptions options = new LowRankOptions(4, 0.5f, Set.copyOf(LowRankOptions.ALL_TARGETS));
    changes =
        new LowRankChanges(
            TinyLlama.spec(), TinyLlama.parameters(arena), options, Kernels.fastest(), arena);
    Random random = new Random(2);
    for (int i = 0; i < changes.parameters().values().columns(); i++) {
      changes.parameters().values().set(0, i, (float) random.nextGaussian() * 0.1f);
    }
    TokenBatch batch = new TokenBatch(2, TinyLlama.LENGTH);
    network =
        new TrainableTransformer(
            TinyLlama.spec(), changes, Recompute.NOTHING, batch, Kernels.fastest(), parallel);
  }

  /** Returns documents of 2 to 20 tokens, of which about half are learnt. */
  static List<TokenDocument> documents(int count) {
    List<TokenDocument> documents = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < count; i++) {
      int length = 2 + random.nextInt(19);
      boolean[] learnt = new boolean[length];
      for (int j = 0; j < length; j++) {
        learnt[j] = j == 1 || random.nextBoolean();
      }
      documents.add(new TokenDocument(random.ints(length, 0, 64).toArray(), learnt));
    }
    return documents;
  }

  /** Returns the clipped gradients of some documents, packed into as many batches as they need. */
  float[] sum(SampledDocuments documents, double clip, int... sample) {
    ClippedGradients clipped = new ClippedGradients(clip);
    changes.parameters().clearGradients();
    documents.begin(sample);
    while (documents.hasNext()) {
      documents.fill(network.batch());
      clipped.add(network, 1);
    }
    return changes.parameters().gradients().toArray();
  }

  static double norm(float[] vector) {
    double square = 0;
    for (float x : vector) {
      square += (double) x * x;
    }
    return Math.sqrt(square);
  }

  @Override
  public void close() {
    network.close();
    parallel.close();
    arena.close();
  }
}
