package dev.chatwright.inference;

import dev.chatwright.model.AdapterWeights;
import dev.chatwright.model.KeyValueBlock;
import dev.chatwright.model.KeyValueCache;
import dev.chatwright.model.SequenceChunk;
import dev.chatwright.model.Transformer;
import dev.chatwright.tensor.KeyValueBlocks;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transformer and the memory of its sequences, as the scheduler wants them.
 *
 * <p>Confined to the engine's thread.
 */
final class TransformerNetwork implements Network {
  /** Half of what a pass may have: more would compute a prompt no faster, and others wait. */
  private static final int MAX_ROWS = Transformer.MAX_ROWS / 2;

  private final Transformer transformer;
  private final AdapterWeights usual;
  private final Parallel parallel;
  private @Nullable Tensor hidden;

  /**
   * Creates a network.
   *
   * @param usual the adapter of tokens that have none of their own
   */
  TransformerNetwork(Transformer transformer, AdapterWeights usual, Parallel parallel) {
    this.transformer = transformer;
    this.usual = usual;
    this.parallel = parallel;
  }

  @Override
  public int contextLength() {
    return transformer.contextLength();
  }

  @Override
  public int vocabularySize() {
    return transformer.spec().embedding().vocabularySize();
  }

  @Override
  public int maxRows() {
    return MAX_ROWS;
  }

  @Override
  public boolean givesSameBitsInAnyBatch() {
    return transformer.givesSameBitsInAnyBatch();
  }

  @Override
  public long bytesPerPosition() {
    return transformer.keyValuePool().blockBytes() / KeyValueBlocks.POSITIONS;
  }

  @Override
  public int blocksInUse() {
    return transformer.keyValuePool().blocksInUse();
  }

  @Override
  public int blockBytes() {
    return Math.toIntExact(transformer.keyValuePool().blockBytes());
  }

  @Override
  public HeldBlock newBlock(MemorySegment content) {
    return new Held(transformer.keyValuePool().take(content));
  }

  @Override
  public CachedSequence newSequence() {
    return new Sequence(transformer.newCache());
  }

  @Override
  public void forward(List<Feed> feeds) {
    hidden = transformer.forward(feeds.stream().map(this::chunk).toList());
  }

  private SequenceChunk chunk(Feed feed) {
    AdapterWeights own = feed.adapter();
    return new SequenceChunk(
        ((Sequence) feed.sequence()).cache, feed.tokens(), own.isNone() ? usual : own);
  }

  @Override
  public Tensor logits(int from, int to) {
    return transformer.logits(hidden(), from, to);
  }

  @Override
  public Tensor logits(int[] rows) {
    return transformer.logits(hidden(), rows);
  }

  private Tensor hidden() {
    if (hidden == null) {
      throw new IllegalStateException("there are no rows before the first forward");
    }
    return hidden;
  }

  @Override
  public int workers() {
    return parallel.threads();
  }

  @Override
  public void forRanges(int count, Parallel.RangeTask task) {
    parallel.forRanges(count, 1, task);
  }

  private record Held(KeyValueBlock block) implements HeldBlock {
    @Override
    public byte[] content() {
      return block.content();
    }

    @Override
    public void close() {
      block.close();
    }
  }

  private record Sequence(KeyValueCache cache) implements CachedSequence {
    @Override
    public int length() {
      return cache.length();
    }

    @Override
    public void truncate(int length) {
      cache.truncate(length);
    }

    @Override
    public int blocksFor(int positions) {
      return cache.blocksFor(positions);
    }

    @Override
    public HeldBlock share(int index) {
      return new Held(cache.share(index));
    }

    @Override
    public void adopt(HeldBlock block, int positions) {
      cache.adopt(((Held) block).block, positions);
    }

    @Override
    public void close() {
      cache.close();
    }
  }
}
