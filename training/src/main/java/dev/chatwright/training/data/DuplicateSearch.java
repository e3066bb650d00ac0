package dev.chatwright.training.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the examples that are there before, wholly or almost, and leaves the first of them. The
 * index is on disk; in memory are some bytes for each example. Confined to one thread.
 *
 * <p>Almost the same is whatever hangs together by pairs that are, so that the order of the others
 * makes no difference.
 */
final class DuplicateSearch implements AutoCloseable {
  private final @Nullable KeyBuckets hashes;
  private final @Nullable KeyBuckets bands;
  private final @Nullable Signatures signatures;
  private final @Nullable MinHash minHash;

  /**
   * Creates the search.
   *
   * @param folder an empty one, for the index
   */
  DuplicateSearch(Path folder, boolean exact, Optional<MinHash> near) throws IOException {
    this.minHash = near.orElse(null);
    this.hashes = exact ? new KeyBuckets(folder, "hashes") : null;
    this.bands = near.isPresent() ? new KeyBuckets(folder, "bands") : null;
    this.signatures = near.isPresent() ? new Signatures(folder.resolve("signatures")) : null;
  }

  /** Adds what was found of an example that is kept so far. */
  void add(int example, Verdict verdict) throws IOException {
    if (hashes != null) {
      hashes.add(verdict.hash(), example);
    }
    if (bands != null && signatures != null && minHash != null && verdict.signature().length > 0) {
      signatures.put(example, verdict.signature());
      for (int band = 0; band < minHash.bands(); band++) {
        bands.add(minHash.band(verdict.signature(), band), example);
      }
    }
  }

  /** Drops the duplicates. */
  void drop(Fates fates, PreparationProgress progress) throws IOException {
    int parts =
        (hashes == null ? 0 : KeyBuckets.buckets()) + (bands == null ? 0 : KeyBuckets.buckets());
    int done = 0;
    if (hashes != null) {
      for (int bucket = 0; bucket < KeyBuckets.buckets(); bucket++) {
        hashes.meetings(bucket, (_, later) -> fates.drop(later, DropReason.DUPLICATE));
        progress.at(PreparationProgress.Stage.COMPARING, ++done, parts);
      }
    }
    if (bands != null && signatures != null && minHash != null) {
      int[] first = new int[fates.size()];
      Arrays.setAll(first, i -> i);
      for (int bucket = 0; bucket < KeyBuckets.buckets(); bucket++) {
        join(first, bucket, fates, bands, signatures, minHash);
        progress.at(PreparationProgress.Stage.COMPARING, ++done, parts);
      }
      for (int example = 0; example < first.length; example++) {
        if (fates.isKept(example) && rootOf(first, example) != example) {
          fates.drop(example, DropReason.NEAR_DUPLICATE);
        }
      }
    }
  }

  private static void join(
      int[] first,
      int bucket,
      Fates fates,
      KeyBuckets bands,
      Signatures signatures,
      MinHash minHash)
      throws IOException {
    bands.meetings(
        bucket,
        (earlier, later) -> {
          // An exact duplicate has the same signature as the example it repeats, and joins nothing.
          int one = rootOf(first, earlier);
          int other = rootOf(first, later);
          if (one != other
              && fates.isKept(later)
              && minHash.alike(signatures.get(earlier), signatures.get(later))) {
            first[Math.max(one, other)] = Math.min(one, other);
          }
        });
  }

  /** Returns the first of the examples that hang together with one, shortening the way to it. */
  private static int rootOf(int[] first, int example) {
    int at = example;
    while (first[at] != at) {
      first[at] = first[first[at]];
      at = first[at];
    }
    return at;
  }

  @Override
  public void close() throws IOException {
    if (hashes != null) {
      hashes.close();
    }
    if (bands != null) {
      bands.close();
    }
    if (signatures != null) {
      signatures.close();
    }
  }
}
