package dev.chatwright.training;

/**
 * Indices, each once before any comes again, in another order each time.
 *
 * <p>Confined to one thread.
 */
final class ShuffledRounds implements Resumable {
  private static final int PURPOSE = 4;

  private final SeededNumbers random;
  private final int[] order;
  private long orderedRound = -1;
  private long position;

  /** Creates rounds of the indices below {@code count}. */
  ShuffledRounds(int count, long seed) {
    this.order = new int[count];
    this.random = new SeededNumbers(seed).forPurpose(PURPOSE);
  }

  int next() {
    shuffle(position / order.length);
    return order[(int) (position++ % order.length)];
  }

  private void shuffle(long round) {
    if (round == orderedRound) {
      return;
    }
    for (int i = 0; i < order.length; i++) {
      int other = (int) random.below(round * order.length + i, i + 1L);
      order[i] = order[other];
      order[other] = i;
    }
    orderedRound = round;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void resume(long other) {
    position = other;
  }
}
