package dev.chatwright.training.runs;

import dev.chatwright.training.privacy.PrivacyClaim;
import dev.chatwright.training.privacy.PrivacyLedger;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A run as it was when its folder was looked at, perhaps while it went on.
 *
 * <p>Immutable.
 *
 * @param path the folder
 * @param manifest what {@code run.json} said
 * @param inUse whether a process was training
 * @param metrics of the steps taken
 * @param privacy what may be said of it, if it bounds that
 */
public record RunView(
    Path path,
    RunManifest manifest,
    boolean inUse,
    MetricRows metrics,
    Optional<PrivacyClaim> privacy) {
  private static final int DEPTH = 4;
  private static final int MOST_FOLDERS = 50_000;

  /**
   * Looks at a folder.
   *
   * @throws IOException if it holds no run, or a broken one
   */
  public static RunView read(Path path) throws IOException {
    if (!RunFolder.isRun(path)) {
      throw new IOException(path + " is no run: it has no run.json");
    }
    return new RunView(
        path,
        RunFolder.manifest(path),
        RunFolder.isInUse(path),
        RunFolder.metrics(path),
        PrivacyLedger.claim(path));
  }

  /**
   * Finds the folders of runs in a folder and a few levels below, without following links.
   *
   * @throws IOException if folders cannot be read, or are too many
   */
  public static List<Path> find(Path in) throws IOException {
    List<Path> found = new ArrayList<>();
    int[] seen = new int[1];
    Files.walkFileTree(
        in,
        EnumSet.noneOf(FileVisitOption.class),
        DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (++seen[0] > MOST_FOLDERS) {
              throw new IOException(
                  "%s has more than %,d folders: name one with fewer".formatted(in, MOST_FOLDERS));
            }
            if (RunFolder.isRun(folder)) {
              found.add(folder);
              return FileVisitResult.SKIP_SUBTREE;
            }
            boolean hidden = !folder.equals(in) && folder.getFileName().toString().startsWith(".");
            return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult
                .CONTINUE; // a folder that is not ours to read holds no run of ours
          }
        });
    found.sort(null);
    return found;
  }

  /** Returns how far it is in a word; a run whose process is gone is not running. */
  public String state() {
    boolean gone = manifest.state() == RunState.RUNNING && !inUse;
    return gone ? "killed" : manifest.state().name().toLowerCase(Locale.ROOT);
  }

  /** Returns the rows that can be read. */
  public List<MetricRow> rows() {
    return metrics.rows();
  }

  /** Returns the row of the last step, or empty before the first. */
  public Optional<MetricRow> last() {
    return rows().isEmpty() ? Optional.empty() : Optional.of(rows().getLast());
  }

  /** Returns how many steps were taken. */
  public long stepsTaken() {
    return last().map(MetricRow::step).orElse(0L);
  }

  /** Returns the held-out loss that was evaluated last. */
  public OptionalDouble heldOutLoss() {
    return rows().reversed().stream()
        .map(MetricRow::heldOutLoss)
        .filter(OptionalDouble::isPresent)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  /** Returns how far better replies were preferred when that was measured last. */
  public Optional<Margins> heldOutMargins() {
    return rows().reversed().stream()
        .flatMap(row -> row.heldOut().stream())
        .findFirst()
        .flatMap(Measure::margins);
  }

  /** Returns what the loss is, with its unit where it has one. */
  public String lossName() {
    boolean compares = last().flatMap(row -> row.measure().margins()).isPresent();
    return compares ? "loss of preferences" : "loss in nats per token";
  }

  /** Returns tokens learnt from in a second, over the whole run; 0 before the first step. */
  public double tokensPerSecond() {
    return last().map(row -> row.tokens() / Math.max(1e-9, row.seconds())).orElse(0.0);
  }

  /** Returns the curves of loss and held-out loss. */
  public List<Curve> curves() {
    List<Curve> curves = new ArrayList<>();
    curves.add(Curve.ofLoss("training", rows()));
    Curve heldOut = Curve.ofHeldOutLoss("held out", rows());
    if (!heldOut.points().isEmpty()) {
      curves.add(heldOut);
    }
    return curves;
  }
}
