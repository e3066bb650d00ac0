package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Looks a file of examples through. Some 20 bytes for each are in memory. */
public final class FileInspection {
  private static final int MOST_PROBLEMS = 10;

  private final Path path;
  private final @Nullable ToIntFunction<String> tokenCounter;
  private final LongTable seen = new LongTable(1024);
  private final List<String> problems = new ArrayList<>();
  private int[] lengths = new int[1024];
  private int examples;
  private long broken;
  private long duplicates;
  private long turns;
  private long tokens;
  private @Nullable Example first;

  private FileInspection(Path path, Optional<ToIntFunction<String>> tokenCounter) {
    this.path = path;
    this.tokenCounter = tokenCounter.orElse(null);
  }

  /**
   * Looks a file through; rows that cannot be read are counted.
   *
   * @param tokenCounter counts the tokens of a text
   * @param progress is told how many bytes have been read
   * @throws DataException if the file cannot be read on
   */
  public static FileReport inspect(
      Path path,
      ReadOptions options,
      Optional<ToIntFunction<String>> tokenCounter,
      LongConsumer progress)
      throws IOException {
    FileInspection inspection = new FileInspection(path, tokenCounter);
    try (ExampleReader reader = ExampleFile.read(path, options)) {
      while (inspection.readOne(reader)) {
        progress.accept(reader.bytesRead());
      }
      return inspection.report(reader);
    }
  }

  private boolean readOne(ExampleReader reader) throws IOException {
    try {
      @Nullable PlacedExample next = reader.next();
      if (next != null) {
        add(next.example());
      }
      return next != null;
    } catch (DataException problem) {
      if (!problem.rowOnly()) {
        throw problem;
      }
      broken++;
      if (problems.size() < MOST_PROBLEMS) {
        problems.add(String.valueOf(problem.getMessage()));
      }
      return true;
    }
  }

  private void add(Example example) {
    if (first == null) {
      first = example;
    }
    String text = ExampleText.of(example);
    int length = tokenCounter == null ? text.length() : tokenCounter.applyAsInt(text);
    if (examples == lengths.length) {
      lengths = Arrays.copyOf(lengths, 2 * examples);
    }
    lengths[examples] = length;
    tokens += length;
    turns += example.everyMessage().size();
    long hash = Hashing.ofNormalText(ExampleText.identity(example));
    duplicates += seen.putIfAbsent(hash, examples) == examples ? 0 : 1;
    examples++;
  }

  private FileReport report(ExampleReader reader) {
    int[] sorted = Arrays.copyOf(lengths, examples);
    Arrays.sort(sorted);
    return new FileReport(
        path,
        reader.format(),
        reader.shape(),
        examples,
        broken,
        duplicates,
        turns,
        tokenCounter == null ? OptionalLong.empty() : OptionalLong.of(tokens),
        FileReport.Quantiles.of(sorted),
        List.copyOf(problems),
        first);
  }
}
