package dev.chatwright.model;

import java.util.List;

/** What a forward call demands of its sequences. */
final class ChunkCheck {
  private ChunkCheck() {}

  /** Returns the number of rows of all chunks, or throws if they cannot be computed. */
  static int requireValid(
      List<SequenceChunk> chunks, ArchSpec spec, KeyValuePool pool, AdaptableLayers layers) {
    long rows = 0;
    for (int i = 0; i < chunks.size(); i++) {
      SequenceChunk chunk = chunks.get(i);
      requireOwnCache(chunks, i, pool);
      requireRoom(chunk, spec.contextLength());
      if (!chunk.adapter().fits(layers)) {
        throw new IllegalArgumentException("the adapter was prepared for another transformer");
      }
      requireKnownTokens(chunk, spec.embedding().vocabularySize());
      rows += chunk.tokens().length;
    }
    if (rows < 1 || rows > Transformer.MAX_ROWS) {
      throw new IllegalArgumentException(
          "a call takes 1 to %d tokens, got %d".formatted(Transformer.MAX_ROWS, rows));
    }
    return (int) rows;
  }

  private static void requireOwnCache(List<SequenceChunk> chunks, int index, KeyValuePool pool) {
    KeyValueCache cache = chunks.get(index).cache();
    if (!cache.belongsTo(pool)) {
      throw new IllegalArgumentException("the cache belongs to another transformer");
    }
    for (int i = 0; i < index; i++) {
      if (chunks.get(i).cache().sameAs(cache)) {
        throw new IllegalArgumentException(
            "chunks %d and %d have the same cache".formatted(i, index));
      }
    }
  }

  private static void requireRoom(SequenceChunk chunk, int contextLength) {
    long length = (long) chunk.cache().length() + chunk.tokens().length;
    if (length > contextLength) {
      throw new IllegalArgumentException(
          "a sequence may have %d positions, got %d".formatted(contextLength, length));
    }
  }

  private static void requireKnownTokens(SequenceChunk chunk, int vocabularySize) {
    for (int token : chunk.tokens()) {
      if (token < 0 || token >= vocabularySize) {
        throw new IllegalArgumentException(
            "a token must be from 0 to %d, got %d".formatted(vocabularySize - 1, token));
      }
    }
  }
}
