package dev.chatwright.model;

/**
 * The next tokens of one sequence.
 *
 * <p>Confined to one thread.
 *
 * @param cache what is remembered of it
 * @param tokens at least one
 * @param adapter what changes the weights for these tokens
 */
@SuppressWarnings("ArrayRecordComponent") // tokens pass through on the hot path; never compared
public record SequenceChunk(KeyValueCache cache, int[] tokens, AdapterWeights adapter) {

  /** Rejects a chunk without tokens. */
  public SequenceChunk {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("a chunk needs at least one token");
    }
  }

  /** Creates a chunk that the weights compute as they are. */
  public SequenceChunk(KeyValueCache cache, int[] tokens) {
    this(cache, tokens, AdapterWeights.NONE);
  }
}
