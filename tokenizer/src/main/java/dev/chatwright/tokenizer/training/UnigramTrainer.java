package dev.chatwright.tokenizer.training;

import dev.chatwright.tokenizer.ByteAlphabet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Unigram language models: from many frequent substrings those are kept which make the text
 * likeliest.
 *
 * <p>In turn, the uses of all pieces are estimated (expectation maximisation), and a quarter of the
 * pieces, those of least worth, is taken out, until as many are left as are wanted. Tokens are made
 * of bytes, and every byte is one, so that every text has tokens and comes back exactly. Confined
 * to one thread, which has others do the work.
 *
 * @see <a href="https://arxiv.org/abs/1804.10959">Kudo, "Subword regularization: improving neural
 *     network translation models with multiple subword candidates", 2018</a>
 */
final class UnigramTrainer {
  private static final int SEEDS_PER_TOKEN = 10;
  private static final int LEAST_SEEDS = 100_000;
  private static final int MOST_SEEDS = 1_000_000;
  private static final int ESTIMATES = 2;
  private static final double KEPT = 0.75;

  /** So many are left for the last estimate, of which the likeliest are taken. */
  private static final double SPARE = 1.1;

  /** A piece that is used less often than this is taken out. */
  private static final double LEAST_USES = 0.5;

  /** Scores are multiples of this, so that their sums are exact and equal ones are equal. */
  private static final double SCORE_UNIT = 1.0 / (1 << 16);

  private final TrainingOptions options;
  private final WordParts parts;
  private final Workers workers;

  UnigramTrainer(WordTable words, TrainingOptions options, Workers workers) {
    this.options = options;
    this.parts = new WordParts(words);
    this.workers = workers;
  }

  /** Returns the tokens and their scores; fewer than wanted where the text has no more pieces. */
  UnigramPieces train(TrainingProgress progress) throws IOException, InterruptedException {
    int wanted = options.vocabularySize() - options.specialTokens().size();
    PieceList pieces = seeds(wanted);
    int seeds = pieces.size();
    int last = (int) (wanted * SPARE);
    while (pieces.size() > last) {
      progress.at(
          TrainingProgress.Stage.TRAINING, (long) seeds - pieces.size(), (long) seeds - last);
      pieces = estimated(pieces);
      int size = Math.max(last, (int) (pieces.size() * KEPT));
      pieces = Pruning.prune(new PieceModel(pieces), size);
    }
    return result(new PieceModel(estimated(pieces)), wanted);
  }

  private PieceList seeds(int wanted) throws IOException, InterruptedException {
    long most = Math.clamp((long) wanted * SEEDS_PER_TOKEN, LEAST_SEEDS, MOST_SEEDS);
    return SeedPieces.of(parts, new SuffixOrder(parts, workers), Math.max(wanted, (int) most));
  }

  /** Returns the pieces that are used, with their uses after some rounds of estimating. */
  private PieceList estimated(PieceList pieces) throws IOException, InterruptedException {
    PieceList kept = pieces;
    for (int round = 0; round < ESTIMATES; round++) {
      double[] uses = ExpectedUses.of(new PieceModel(kept), parts, workers);
      for (int piece = 0; piece < uses.length; piece++) {
        kept.setUsed(piece, Math.max(uses[piece], LEAST_USES));
      }
      kept = kept.kept(piece -> uses[piece] >= LEAST_USES);
    }
    return kept;
  }

  private UnigramPieces result(PieceModel model, int wanted) {
    List<String> tokens = new ArrayList<>(options.specialTokens());
    List<Double> scores = new ArrayList<>(Collections.nCopies(tokens.size(), 0.0));
    IntStream bytes = IntStream.range(0, TrainingOptions.BYTES);
    IntStream.concat(bytes, likeliest(model, wanted - TrainingOptions.BYTES))
        .boxed()
        .sorted(byProbability(model))
        .forEach(
            piece -> {
              tokens.add(spelt(model.pieces().bytes(piece)));
              scores.add(Math.rint(model.score(piece) / SCORE_UNIT) * SCORE_UNIT);
            });
    return new UnigramPieces(tokens, scores);
  }

  /** Text must never become a special token, so a piece that spells one is left out. */
  private IntStream likeliest(PieceModel model, int most) {
    Set<String> special = Set.copyOf(options.specialTokens());
    return IntStream.range(TrainingOptions.BYTES, model.pieces().size())
        .filter(piece -> !special.contains(spelt(model.pieces().bytes(piece))))
        .boxed()
        .sorted(byProbability(model))
        .limit(most)
        .mapToInt(Integer::intValue);
  }

  private static Comparator<Integer> byProbability(PieceModel model) {
    return Comparator.<Integer>comparingDouble(model::probability)
        .reversed()
        .thenComparing(Comparator.naturalOrder());
  }

  private static String spelt(byte[] bytes) {
    StringBuilder letters = new StringBuilder(bytes.length);
    for (byte value : bytes) {
      letters.append(ByteAlphabet.letter(value & 0xFF));
    }
    return letters.toString();
  }
}
