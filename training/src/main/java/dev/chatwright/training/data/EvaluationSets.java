package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What must not be learnt because it will be asked: the words in a row of evaluation sets, 13 of
 * them as for GPT-3 (Brown et al., 2020, appendix C), or the whole of a text that has 8 to 12.
 * Immutable once made.
 */
final class EvaluationSets {
  static final int MOST_WORDS = 13;
  static final int FEWEST_WORDS = 8;
  private static final int MOST_GRAMS = 50_000_000;

  /** By the number of words, the hashes of them in a row, with the number of the set. */
  private final @Nullable LongTable[] grams = new LongTable[MOST_WORDS + 1];

  private final List<Path> files;
  private int size;

  private EvaluationSets(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /**
   * Reads sets of any fields: every text in a row counts.
   *
   * @throws DataException if one cannot be read, or they are too large
   */
  static EvaluationSets read(List<Path> files) throws IOException {
    EvaluationSets sets = new EvaluationSets(files);
    for (int set = 0; set < files.size(); set++) {
      try (RowSource rows = ExampleFile.rows(files.get(set), ReadOptions.DEFAULT)) {
        for (RowSource.Row row = rows.next(); row != null; row = rows.next()) {
          for (String text : texts(row.fields())) {
            sets.add(text, set);
          }
        }
      }
      if (sets.size > MOST_GRAMS) {
        throw DataException.file(
            files.get(set),
            "found evaluation sets of more than %d words in all, which is the most"
                .formatted(MOST_GRAMS));
      }
    }
    return sets;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isString()) {
      texts.add(node.asString());
    }
    node.forEach(child -> texts.addAll(texts(child)));
    return texts;
  }

  private void add(String text, int set) {
    Words words = Words.of(text);
    int length = Math.min(MOST_WORDS, words.count());
    if (length < FEWEST_WORDS) {
      return;
    }
    LongTable table = grams[length];
    if (table == null) {
      table = new LongTable(1024);
      grams[length] = table;
    }
    int before = table.size();
    for (long gram : words.grams(length)) {
      table.putIfAbsent(gram, set);
    }
    size += table.size() - before;
  }

  List<Path> files() {
    return files;
  }

  /** Returns the number of the first set with which a text has words in a row in common. */
  OptionalInt findIn(Words words) {
    for (int length = FEWEST_WORDS; length <= MOST_WORDS; length++) {
      LongTable table = grams[length];
      if (table == null) {
        continue;
      }
      for (long gram : words.grams(length)) {
        OptionalInt set = table.find(gram);
        if (set.isPresent()) {
          return set;
        }
      }
    }
    return OptionalInt.empty();
  }
}
