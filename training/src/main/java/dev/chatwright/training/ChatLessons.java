package dev.chatwright.training;

import dev.chatwright.model.training.TrainableTransformer;
import dev.chatwright.training.data.TokenDocument;
import dev.chatwright.training.runs.Measure;
import java.io.IOException;
import java.util.List;

/** Learns what the assistant says in conversations. Confined to one thread. */
final class ChatLessons implements Lessons {
  private final PackedBatches batches;
  private final PackedBatches heldOut;

  /**
   * Packs conversations.
   *
   * @throws IOException if nothing is learnt from a split
   */
  ChatLessons(ChatDocuments documents, TuningRecipe recipe) throws IOException {
    batches = packed(documents.learnt(), "data.train", recipe.length(), recipe.seed());
    heldOut = packed(documents.heldOut(), "data.heldOut", recipe.length(), 0);
  }

  /** Packs one split, which an error calls {@code what}. */
  static PackedBatches packed(List<TokenDocument> documents, String what, int length, long seed)
      throws IOException {
    PackedBatches packed = new PackedBatches(documents, length, seed);
    if (packed.count() == 0) {
      throw new IOException(
          "the assistant says nothing in the first tokens of %s that fit into %d"
              .formatted(what, length));
    }
    return packed;
  }

  @Override
  public Objective objective() {
    return new NextTokens(batches);
  }

  @Override
  public Resumable position() {
    return batches;
  }

  @Override
  public Measure heldOut(TrainableTransformer network) {
    return Measure.of(heldOut.loss(network));
  }
}
