package dev.chatwright.tokenizer.training;

import dev.chatwright.tokenizer.WordPattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the words of texts with several threads, in bounded memory.
 *
 * <p>Each thread has a table of its own and takes one block after the other. After every round of
 * 64 blocks the sizes of the tables are looked at; where they sum to more than the bound, the
 * tables become one, and where that is too large still, its rarest words are dropped until at most
 * half the bound is left. What is dropped depends on the words of whole rounds and not on which
 * thread met them. A word that comes back later has lost the count it had, which was at most {@link
 * Counted#droppedBelow} each time: the lossy counting of Manku and Motwani, "Approximate frequency
 * counts over data streams", 2002. Memory holds the bound, one round's words and a block for each
 * thread.
 */
final class WordCounter {
  private static final int ROUND = 64;

  /** How many bytes there are to a word of those that may be kept. */
  private static final int BYTES_PER_WORD = 16;

  private final TrainingOptions options;
  private final Workers workers;
  private final List<WordTable> tables = new ArrayList<>();
  private long droppedBelow;

  WordCounter(TrainingOptions options, Workers workers) {
    this.options = options;
    this.workers = workers;
    for (int worker = 0; worker < workers.count(); worker++) {
      tables.add(new WordTable());
    }
  }

  /**
   * What was counted.
   *
   * @param words the words
   * @param bytes how many bytes the texts have
   * @param droppedBelow words were given up that had been met less often; 0 when none was
   */
  record Counted(WordTable words, long bytes, long droppedBelow) {}

  /**
   * Counts the words of texts.
   *
   * @throws IOException if a text cannot be read or is none
   */
  Counted count(List<TrainingText> texts, TrainingProgress progress)
      throws IOException, InterruptedException {
    try (TextBlocks blocks = new TextBlocks(texts, progress)) {
      while (blocks.begin(ROUND)) {
        workers.run(worker -> countBlocks(blocks, tables.get(worker), options.pattern()));
        keepWithinBound();
      }
      return new Counted(unite(), blocks.read(), droppedBelow);
    }
  }

  private static void countBlocks(TextBlocks blocks, WordTable table, WordPattern pattern)
      throws IOException {
    BlockWords words = new BlockWords(table);
    for (@Nullable TextBlock block = blocks.next(); block != null; block = blocks.next()) {
      pattern.split(block.text(), words);
    }
  }

  private void keepWithinBound() {
    long words = tables.stream().mapToLong(WordTable::size).sum();
    long bytes = tables.stream().mapToLong(WordTable::byteSize).sum();
    if (fits(words, bytes, 1)) {
      return;
    }
    WordTable all = unite();
    if (!fits(all.size(), all.byteSize(), 1)) {
      tables.set(0, withoutRarest(all));
    }
  }

  private boolean fits(long words, long bytes, int part) {
    long most = Math.max(1, options.mostWords() / part);
    return words <= most && bytes <= most * BYTES_PER_WORD;
  }

  private WordTable withoutRarest(WordTable all) {
    long[] counts = new long[all.size()];
    for (int word = 0; word < counts.length; word++) {
      counts[word] = all.count(word);
    }
    Arrays.sort(counts);
    int most = Math.max(1, options.mostWords() / 2);
    long least = counts[Math.max(0, counts.length - most)] + (counts.length > most ? 1 : 0);
    WordTable kept = all.atLeast(least);
    while (!fits(kept.size(), kept.byteSize(), 2)) {
      least += 1 + least / 4;
      kept = kept.atLeast(least);
    }
    droppedBelow = Math.max(droppedBelow, least);
    return kept;
  }

  /** Returns one table of all words, which is the first thread's from now on. */
  private WordTable unite() {
    WordTable largest = tables.getFirst();
    for (WordTable table : tables) {
      largest = table.size() > largest.size() ? table : largest;
    }
    for (WordTable table : tables) {
      if (table != largest) {
        largest.addAll(table);
      }
    }
    tables.replaceAll(_ -> new WordTable());
    tables.set(0, largest);
    return largest;
  }
}
