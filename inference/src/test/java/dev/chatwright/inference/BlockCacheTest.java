package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockCacheTest {
  private static final CacheScope SHARED = CacheScope.SHARED;

  private final FormulaNetwork network = FormulaNetwork.hashing(1000);
  private final BlockCache cache = new BlockCache(network, Optional.empty());

  private static TokenList numbers(int from, int to) {
    return new TokenList(IntStream.range(from, to).map(i -> i % 100).toArray());
  }

  private SequenceLease begin(TokenList tokens) {
    return cache.begin(SHARED, tokens, true);
  }

  /** Computes all tokens. */
  private SequenceLease computed(TokenList tokens) {
    SequenceLease lease = begin(tokens);
    compute(lease, tokens);
    return lease;
  }

  private void compute(SequenceLease lease, TokenList tokens) {
    int[] rest = tokens.slice(lease.length(), tokens.size());
    network.forward(List.of(new Network.Feed(lease.sequence(), rest)));
    lease.publish();
  }

  private static int[] held(SequenceLease lease) {
    return ((FormulaBlocks.Sequence) lease.sequence()).tokens();
  }

  private int blocks() {
    return network.blocksInUse();
  }

  @Test
  void fullBlocksOfARunningSequenceAreReadByAnotherAtTheSameTime() {
    SequenceLease first = computed(numbers(0, 200));

    SequenceLease second = begin(numbers(0, 150));

    assertThat(second.length()).as("the third in part").isEqualTo(149);
    assertThat(blocks()).isEqualTo(4);
    assertThat(cache.status(9).shared()).isEqualTo(2);
    first.close();
    assertThat(held(second)).isEqualTo(numbers(0, 149).slice(0, 149));
    assertThat(cache.status(9).shared()).isZero();
  }

  @Test
  void theLastBlockOfAConversationIsTakenOverAndCopied() {
    computed(numbers(0, 100)).close();
    assertThat(blocks()).isEqualTo(2);

    TokenList longer = numbers(0, 110);
    SequenceLease lease = computed(longer);

    assertThat(network.computedTokens).hasValue(110);
    assertThat(blocks()).as("the copied one stays").isEqualTo(3);
    lease.close();
    assertThat(blocks()).as("until the longer one contains it").isEqualTo(2);
    assertThat(cache.idleBlocks()).isEqualTo(2);
  }

  @Test
  void aSequenceForWhichThereIsNoMemoryUsesNothing() {
    computed(numbers(0, 200)).close();
    network.blocks.adoptable.set(2);

    assertThatThrownBy(() -> begin(numbers(0, 199))).isInstanceOf(OutOfMemoryError.class);

    assertThat(network.blocks.openSequences).hasValue(0);
    assertThat(cache.idleBlocks()).isEqualTo(4);
    cache.clear();
    assertThat(blocks()).isZero();
  }

  @Test
  void aTokenIsAlwaysLeftToCompute() {
    computed(numbers(0, 128)).close();

    assertThat(begin(numbers(0, 128)).length()).isEqualTo(127);
    assertThat(begin(numbers(0, 64)).length()).isEqualTo(63);
    assertThat(begin(numbers(0, 1)).length()).isZero();
  }

  @Test
  void ofSeveralContinuationsTheOneWithMostInCommonIsTaken() {
    TokenList first = numbers(0, 70);
    TokenList second = numbers(0, 90);
    first.add(99);
    second.add(98);
    computed(first).close();
    computed(second).close();

    assertThat(begin(numbers(0, 120)).length()).isEqualTo(90);
    TokenList other = numbers(0, 70);
    other.add(99);
    other.add(5);
    assertThat(begin(other).length()).isEqualTo(71);
  }

  @Test
  void scopesShareNothing() {
    computed(numbers(0, 200)).close();
    CacheScope tenant = new CacheScope("", "tenant", 0, true);
    CacheScope adapter = new CacheScope("adapter", "", 0, true);

    SequenceLease ofTenant = cache.begin(tenant, numbers(0, 200), true);
    SequenceLease ofAdapter = cache.begin(adapter, numbers(0, 200), true);

    assertThat(ofTenant.length()).isZero();
    assertThat(ofAdapter.length()).isZero();
    assertThat(cache.status(9).hits()).isZero();
    compute(ofTenant, numbers(0, 200));
    assertThat(blocks()).isEqualTo(8);
  }

  @Test
  void blocksOfPublicTokensOnlyAreSharedWhateverTheSalt() {
    CacheScope one = new CacheScope("", "one", 150, true);
    CacheScope two = new CacheScope("", "two", 150, true);
    TokenList tokens = numbers(0, 250);
    SequenceLease first = cache.begin(one, tokens, true);
    compute(first, tokens);

    SequenceLease second = cache.begin(two, tokens, true);

    assertThat(second.length()).as("two whole blocks, nothing of the third").isEqualTo(128);
    assertThat(cache.kept(two, tokens).blocks()).isEqualTo(2);
    assertThat(cache.kept(one, tokens).blocks()).isEqualTo(3);
    assertThat(cache.begin(one, tokens, true).length()).isEqualTo(192);
    compute(second, tokens);
    assertThat(blocks()).as("each has the last two").isEqualTo(6);
    first.close();
    second.close();
    assertThat(cache.begin(two, tokens, true).length()).isEqualTo(249);
  }

  @Test
  void whoSaysNothingOfPublicTokensDoesNotShareThoseOfOthers() {
    TokenList tokens = numbers(0, 200);
    SequenceLease open = cache.begin(new CacheScope("", "one", 200, true), tokens, true);
    compute(open, tokens);
    open.close();

    assertThat(cache.begin(new CacheScope("", "two", 0, true), tokens, true).length()).isZero();
  }

  @Test
  void neighboursOfAnotherSaltAreNotTakenInPartEither() {
    for (String salt : List.of("a", "c")) {
      SequenceLease lease = cache.begin(new CacheScope("", salt, 0, true), numbers(0, 60), true);
      compute(lease, numbers(0, 60));
      lease.close();
    }

    assertThat(cache.begin(new CacheScope("", "b", 0, true), numbers(0, 60), true).length())
        .isZero();
    assertThat(blocks()).as("neither has replaced the other").isEqualTo(2);
  }

  @Test
  void nobodyWaitsForWhatAnotherOfAnotherSaltIsComputing() {
    CacheScope one = new CacheScope("", "one", 64, true);
    CacheScope two = new CacheScope("", "two", 64, true);
    TokenList tokens = numbers(0, 200);
    SequenceLease first = cache.begin(one, tokens, true);
    SequenceLease second = cache.begin(two, tokens, true);
    assertThat(second.comesAfter(first)).as("a public block").isTrue();
    network.forward(List.of(new Network.Feed(first.sequence(), tokens.slice(0, 64))));
    first.publish();
    assertThat(second.follow()).isEqualTo(64);

    assertThat(second.comesAfter(first)).isFalse();
  }

  @Test
  void theLeafThatWasUsedLeastRecentlyGoesFirst() {
    computed(numbers(0, 130)).close();
    computed(numbers(50, 180)).close();
    begin(numbers(0, 130)).close(); // used again, so that the other is the older

    cache.evict();
    cache.evict();

    assertThat(begin(numbers(50, 180)).length()).isEqualTo(64);
    assertThat(begin(numbers(0, 130)).length()).isEqualTo(129);
    assertThat(cache.status(9).evicted()).isEqualTo(2);
  }

  @Test
  void whatIsReadIsNotGivenUp() {
    SequenceLease lease = computed(numbers(0, 130));
    computed(numbers(0, 200)).close();

    while (cache.evict()) {
      assertThat(blocks()).isPositive();
    }

    assertThat(held(lease)).isEqualTo(numbers(0, 130).slice(0, 130));
    assertThat(blocks()).isEqualTo(3);
    assertThat(cache.idleBlocks()).isZero();
  }

  /** As where chats with one system prompt begin as other chats do, by the template. */
  @Test
  void whoHasTakenOverAPartOfABlockFollowsToo() {
    TokenList other = numbers(0, 30);
    other.add(99);
    computed(other).close();
    TokenList tokens = numbers(0, 200);
    SequenceLease first = begin(tokens);
    SequenceLease second = begin(tokens);
    assertThat(second.length()).isEqualTo(30);
    assertThat(second.comesAfter(first)).isTrue();

    compute(first, tokens);

    assertThat(second.follow()).isEqualTo(192 - 30);
    assertThat(held(second)).isEqualTo(tokens.slice(0, 192));
    second.close();
    first.close();
    assertThat(blocks()).isEqualTo(cache.idleBlocks());
  }

  @Test
  void aSequenceFollowsWhatAnotherHasComputedMeanwhile() {
    TokenList tokens = numbers(0, 200);
    SequenceLease first = begin(tokens);
    SequenceLease second = begin(numbers(0, 190));
    assertThat(second.comesAfter(first)).isTrue();

    compute(first, tokens);

    assertThat(second.follow()).isEqualTo(128);
    assertThat(second.comesAfter(first)).as("less than a block is left").isFalse();
  }

  @Test
  void twoThatHaveComputedTheSameKeepOneOfTheBlocks() {
    SequenceLease first = begin(numbers(0, 100));
    SequenceLease second = begin(numbers(0, 100));
    compute(first, numbers(0, 100));
    compute(second, numbers(0, 100));
    assertThat(blocks()).isEqualTo(4);

    first.close();
    second.close();

    assertThat(blocks()).isEqualTo(2);
    cache.clear();
    assertThat(blocks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyNumberOfSequencesHoldWhatTheyWouldAlone(long seed) {
    RandomGenerator random = new SeededRandom(seed);
    for (int round = 0; round < 200; round++) {
      int length = 1 + random.nextInt(300);
      int[] prompt = new int[length];
      for (int i = 0; i < length; i++) {
        prompt[i] = i % 70 == 69 ? random.nextInt(2) : i % 7; // a few ways at a few places
      }
      TokenList tokens = new TokenList(prompt);
      SequenceLease lease = computed(tokens);
      assertThat(held(lease)).as("seed %d round %d", seed, round).isEqualTo(prompt);
      if (random.nextInt(4) == 0) {
        lease.discard();
      } else {
        lease.close();
      }
      if (random.nextInt(3) == 0) {
        cache.evict();
      }
      assertThat(cache.idleBlocks()).isEqualTo(blocks());
    }
    cache.clear();
    assertThat(blocks()).isZero();
  }
}
