package dev.chatwright.model;

/**
 * The next tokens of one sequence.
 *
 * <p>Confined to one thread.
 */
@SuppressWarnings("ArrayRecordComponent") // tokens pass through on the hot path; never compared
public record SequenceChunk(KeyValueCache cache, int[] tokens) {

  /** Rejects a chunk without tokens. */
  public SequenceChunk {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("a chunk needs at least one token");
    }
  }
}
