package dev.chatwright.inference.spill;

import dev.chatwright.tensor.KeyValueBlocks;
import java.util.Arrays;
import java.util.List;

/**
 * The beginning of a conversation that fills whole blocks; what is in the last of them depends on
 * all of it.
 *
 * @param adapter what tells the adapter's content; empty for none
 * @param salts what keeps each block apart
 * @param tokens 64 for each block
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record BlockPath(String adapter, List<String> salts, int[] tokens) {
  /** Copies the list and checks the number of tokens. */
  public BlockPath {
    salts = List.copyOf(salts);
    if (tokens.length != salts.size() * KeyValueBlocks.POSITIONS) {
      throw new IllegalArgumentException(
          "%d blocks have %d tokens, got %d"
              .formatted(salts.size(), salts.size() * KeyValueBlocks.POSITIONS, tokens.length));
    }
  }

  /** Returns how many blocks there are. */
  public int blocks() {
    return salts.size();
  }

  /** Returns the first blocks of these. */
  public BlockPath first(int count) {
    return new BlockPath(
        adapter, salts.subList(0, count), Arrays.copyOf(tokens, count * KeyValueBlocks.POSITIONS));
  }

  int[] tokensOf(int block) {
    int from = block * KeyValueBlocks.POSITIONS;
    return Arrays.copyOfRange(tokens, from, from + KeyValueBlocks.POSITIONS);
  }
}
