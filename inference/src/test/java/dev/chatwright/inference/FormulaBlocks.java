package dev.chatwright.inference;

import dev.chatwright.inference.Network.CachedSequence;
import dev.chatwright.inference.Network.HeldBlock;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Blocks that hold the tokens themselves, and refuse to be written by one of several holders. */
final class FormulaBlocks {
  final AtomicInteger inUse = new AtomicInteger();
  final AtomicInteger mostInUse = new AtomicInteger();
  final AtomicInteger openSequences = new AtomicInteger();

  /** How many blocks more can be taken over before there is no memory. */
  final AtomicInteger adoptable = new AtomicInteger(Integer.MAX_VALUE);

  /** Returns a block with what another held. */
  Block of(MemorySegment content) {
    Block block = new Block();
    MemorySegment.ofArray(block.tokens).copyFrom(content);
    return block;
  }

  /** One block. */
  final class Block implements HeldBlock {
    private final int[] tokens = new int[Network.BLOCK_POSITIONS];
    private int holders = 1;

    private Block() {
      mostInUse.accumulateAndGet(inUse.incrementAndGet(), Math::max);
    }

    @Override
    public byte[] content() {
      return MemorySegment.ofArray(tokens).toArray(ValueLayout.JAVA_BYTE);
    }

    private Block hold() {
      holders++;
      return this;
    }

    @Override
    public void close() {
      if (holders < 1) {
        throw new IllegalStateException("nobody holds this block");
      }
      if (--holders == 0) {
        Arrays.fill(tokens, -1); // whoever still reads it computes something else
        inUse.decrementAndGet();
      }
    }
  }

  /** A sequence of blocks. */
  final class Sequence implements CachedSequence {
    private final List<Block> blocks = new ArrayList<>();
    private int length;

    Sequence() {
      openSequences.incrementAndGet();
    }

    void append(int token) {
      int place = length % Network.BLOCK_POSITIONS;
      if (place == 0) {
        blocks.add(new Block());
      } else if (blocks.getLast().holders > 1) {
        Block copy = new Block();
        System.arraycopy(blocks.getLast().tokens, 0, copy.tokens, 0, place);
        blocks.removeLast().close();
        blocks.add(copy);
      }
      blocks.getLast().tokens[place] = token;
      length++;
    }

    int[] tokens() {
      int[] all = new int[length];
      for (int i = 0; i < length; i++) {
        all[i] = blocks.get(i / Network.BLOCK_POSITIONS).tokens[i % Network.BLOCK_POSITIONS];
      }
      return all;
    }

    @Override
    public int length() {
      return length;
    }

    @Override
    public void truncate(int newLength) {
      length = newLength;
      while (blocks.size() > Math.ceilDiv(length, Network.BLOCK_POSITIONS)) {
        blocks.removeLast().close();
      }
    }

    @Override
    public int blocksFor(int positions) {
      boolean copies = length % Network.BLOCK_POSITIONS != 0 && blocks.getLast().holders > 1;
      return Math.ceilDiv(length + positions, Network.BLOCK_POSITIONS)
          - blocks.size()
          + (positions > 0 && copies ? 1 : 0);
    }

    @Override
    public HeldBlock share(int index) {
      return blocks.get(index).hold();
    }

    @Override
    public void adopt(HeldBlock block, int positions) {
      if (length % Network.BLOCK_POSITIONS != 0) {
        throw new IllegalStateException("a block cannot follow " + length + " positions");
      }
      if (adoptable.getAndDecrement() <= 0) {
        throw new OutOfMemoryError("there is no memory for a copy");
      }
      blocks.add(((Block) block).hold());
      length += positions;
    }

    @Override
    public void close() {
      truncate(0);
      openSequences.decrementAndGet();
    }
  }
}
