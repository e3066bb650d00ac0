package dev.chatwright.inference;

import dev.chatwright.model.AdapterWeights;
import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What the scheduler needs of a model: tokens in, logits out.
 *
 * <p>Confined to the engine's thread.
 */
interface Network {
  /** How many rows' logits are best asked for at once: 32 rows of 50 000 floats are 6 MB. */
  int LOGIT_ROWS = 32;

  /** Positions in a block, which sequences may share. */
  int BLOCK_POSITIONS = KeyValueBlocks.POSITIONS;

  /** Returns the most positions of a sequence. */
  int contextLength();

  /** Returns V. */
  int vocabularySize();

  /**
   * Returns the most tokens, over all sequences, of one {@link #forward}; it bounds how long the
   * others wait for somebody's prompt.
   */
  int maxRows();

  /** Returns whether a token has the same bits whatever else one {@link #forward} computes. */
  boolean givesSameBitsInAnyBatch();

  /** Returns the bytes of keys and values that one position takes. */
  long bytesPerPosition();

  /** Returns how many blocks somebody holds now; a shared one counts once. */
  int blocksInUse();

  /** Returns the bytes of a block. */
  int blockBytes();

  /** Returns a block with what {@link HeldBlock#content} gave before, held once. */
  HeldBlock newBlock(MemorySegment content);

  /** Returns a sequence of no positions. */
  CachedSequence newSequence();

  /** Appends tokens to sequences; each token is a row, in this order. */
  void forward(List<Feed> feeds);

  /**
   * Returns the logits of rows {@code [from, to)} of the last forward, shape {@code [rows, V]},
   * valid until the next call.
   */
  Tensor logits(int from, int to);

  /** Returns how many threads compute. */
  int workers();

  /** Runs a loop that needs nothing of the network on the threads that compute. */
  void forRanges(int count, Parallel.RangeTask task);

  /** Returns the logits of some rows, as above. */
  Tensor logits(int[] rows);

  /** The keys and values of a conversation so far. Confined to the engine's thread. */
  interface CachedSequence extends AutoCloseable {

    /** Returns the number of positions. */
    int length();

    /** Forgets all positions but the first {@code length}. */
    void truncate(int length);

    /** Returns how many blocks more it would take to append this many positions. */
    int blocksFor(int positions);

    /** Returns a block, held once more; a sequence writes into none that others hold. */
    HeldBlock share(int index);

    /** Goes on with the first positions of a block that was computed after the same tokens. */
    void adopt(HeldBlock block, int positions);

    /** Gives the memory back. */
    @Override
    void close();
  }

  /** A block of keys and values that is kept. Confined to the engine's thread. */
  interface HeldBlock extends AutoCloseable {

    /** Returns a copy of all that is in it, {@link #blockBytes} long. */
    byte[] content();

    /** Gives it back. */
    @Override
    void close();
  }

  /**
   * Tokens to append to a sequence.
   *
   * @param sequence what to append to
   * @param tokens at least one
   * @param adapter what changes the model for them, the same for all tokens of a sequence; none for
   *     the model as it was loaded
   */
  @SuppressWarnings("ArrayRecordComponent") // handed straight to the model, never compared
  record Feed(CachedSequence sequence, int[] tokens, AdapterWeights adapter) {
    Feed(CachedSequence sequence, int[] tokens) {
      this(sequence, tokens, AdapterWeights.NONE);
    }
  }
}
