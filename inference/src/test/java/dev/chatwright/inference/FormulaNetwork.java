package dev.chatwright.inference;

import dev.chatwright.inference.spill.ModelBlocks;
import dev.chatwright.tensor.Kernels;
import dev.chatwright.tensor.Parallel;
import dev.chatwright.tensor.Shape;
import dev.chatwright.tensor.Tensor;
import dev.chatwright.testing.ByteTokenizer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * A network whose logits follow from all tokens of the sequence by a formula, so that a wrong cache
 * or a mixed-up row gives other tokens.
 */
final class FormulaNetwork implements Network {
  private static final int UNLIMITED = 1_000_000_000;

  private final int contextLength;
  private final Formula formula;
  private final List<int[]> rows = new ArrayList<>();
  private final Semaphore permits = new Semaphore(UNLIMITED);
  final FormulaBlocks blocks = new FormulaBlocks();
  final AtomicInteger computedTokens = new AtomicInteger();
  final AtomicInteger steps = new AtomicInteger();
  final AtomicInteger widestStep = new AtomicInteger();

  /** The logits after a history. */
  @FunctionalInterface
  interface Formula {
    float logit(int[] history, int token);
  }

  FormulaNetwork(int contextLength, Formula formula) {
    this.contextLength = contextLength;
    this.formula = formula;
  }

  /** Logits that look random and depend on every token before. */
  static FormulaNetwork hashing(int contextLength) {
    return new FormulaNetwork(
        contextLength,
        (history, token) -> {
          long hash = 31L * Arrays.hashCode(history) + token;
          return token == ByteTokenizer.MARK ? -100 : new SeededRandom(hash).nextFloat() * 8;
        });
  }

  /** Says one text after any prompt of a given length, then ends. */
  static FormulaNetwork saying(String text, int promptLength) {
    int[] tokens = new ByteTokenizer().encode(text);
    return new FormulaNetwork(
        4096,
        (history, token) -> {
          int index = history.length - promptLength;
          int next = index < tokens.length ? tokens[index] : ByteTokenizer.MARK;
          return token == next ? 10 : 0;
        });
  }

  /** Returns an engine that computes this and has been started. */
  Engine started(int parallel, long maxCacheBytes, Speculation speculation, LongSupplier clock) {
    return started(parallel, maxCacheBytes, speculation, Optional.empty(), Optional.empty(), clock);
  }

  /** Returns the same with another network that guesses for this one. */
  Engine started(
      int parallel,
      long maxCacheBytes,
      Speculation speculation,
      Optional<FormulaNetwork> draft,
      Optional<ModelBlocks> disk,
      LongSupplier clock) {
    Engine engine =
        new Engine(
            "test",
            this,
            Kernels.scalar(),
            new TokenTexts(new ByteTokenizer()),
            Set.of(ByteTokenizer.MARK),
            parallel,
            maxCacheBytes,
            speculation,
            draft.map(network -> new DraftModel(network, Kernels.scalar(), 0)),
            disk,
            clock);
    engine.start();
    return engine;
  }

  /** Lets no step begin until {@link #allow}. */
  FormulaNetwork halted() {
    permits.drainPermits();
    return this;
  }

  /** Whether a step waits to begin. */
  boolean isHeldUp() {
    return permits.hasQueuedThreads();
  }

  void allow(int moreSteps) {
    permits.release(moreSteps);
  }

  @Override
  public int contextLength() {
    return contextLength;
  }

  @Override
  public int vocabularySize() {
    return ByteTokenizer.SIZE;
  }

  @Override
  public int maxRows() {
    return 32;
  }

  @Override
  public boolean givesSameBitsInAnyBatch() {
    return true;
  }

  @Override
  public long bytesPerPosition() {
    return 1;
  }

  @Override
  public int blocksInUse() {
    return blocks.inUse.get();
  }

  @Override
  public int blockBytes() {
    return BLOCK_POSITIONS * Integer.BYTES;
  }

  @Override
  public HeldBlock newBlock(MemorySegment content) {
    return blocks.of(content);
  }

  @Override
  public CachedSequence newSequence() {
    return blocks.new Sequence();
  }

  @Override
  public int workers() {
    return 3;
  }

  /** In another order than the usual one, because nothing may depend on it. */
  @Override
  public void forRanges(int count, Parallel.RangeTask task) {
    for (int i = count - 1; i >= 0; i--) {
      task.run(i % 3, i, i + 1);
    }
  }

  @Override
  public void forward(List<Feed> feeds) {
    permits.acquireUninterruptibly();
    rows.clear();
    steps.incrementAndGet();
    widestStep.accumulateAndGet(feeds.size(), Math::max);
    for (Feed feed : feeds) {
      FormulaBlocks.Sequence sequence = (FormulaBlocks.Sequence) feed.sequence();
      for (int token : feed.tokens()) {
        sequence.append(token);
        rows.add(sequence.tokens());
        computedTokens.incrementAndGet();
      }
      if (sequence.length() > contextLength) {
        throw new IllegalStateException("the context has overflowed");
      }
    }
  }

  @Override
  public Tensor logits(int from, int to) {
    return logits(IntStream.range(from, to).toArray());
  }

  @Override
  public Tensor logits(int[] some) {
    Tensor logits = Tensor.zeros(Shape.of(some.length, vocabularySize()), Arena.ofAuto());
    for (int i = 0; i < some.length; i++) {
      for (int token = 0; token < vocabularySize(); token++) {
        logits.set(i, token, formula.logit(rows.get(some[i]), token));
      }
    }
    return logits;
  }
}
