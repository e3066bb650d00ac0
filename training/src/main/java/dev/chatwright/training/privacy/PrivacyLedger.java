package dev.chatwright.training.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run has spent of its privacy, in {@code privacy.jsonl} of its folder, and the key of its
 * random numbers, in {@code privacy.key}.
 *
 * <p>A step is written down, and forced to the disk, before it is taken. A process that is killed
 * in between has spent a step that it did not take, never the other way about. A step that is taken
 * again after that, with the same numbers, has the same outcome and costs nothing more; if the key
 * is lost, or the machine computes with other kernels, whose sums differ in their last bits, there
 * is a new key and the step is paid again.
 *
 * <p>The key is deleted when the run is finished. Until then the folder must not be given away.
 * Confined to one thread.
 */
public final class PrivacyLedger implements AutoCloseable {
  private static final String LEDGER = "privacy.jsonl";

  private final PrivacyPlan plan;
  private final KeyFile keyFile;
  private final String computation;
  private final LedgerFile file;
  private final Accounting.Accountant accountant;
  private final long affordable;
  private @Nullable PrivateRandomness randomness;
  private String stream = "";
  private long reached;
  private long charged;

  private PrivacyLedger(
      PrivacyPlan plan, KeyFile keyFile, String computation, LedgerFile file, long taken)
      throws IOException {
    this.plan = plan;
    this.keyFile = keyFile;
    this.computation = computation;
    this.file = file;
    @Nullable LedgerEntry last = file.last();
    charged = last == null ? 0 : last.charged();
    reached = taken;
    byte @Nullable [] key = keyFile.read();
    if (key != null) {
      String itsStream = KeyFile.fingerprint(key, computation);
      if (last != null && last.stream().equals(itsStream)) {
        use(key);
        reached = last.reached();
      }
    }
    long most = Math.max(1, charged + Math.max(0, plan.steps() - reached));
    accountant = plan.accountant(most);
    affordable = plan.affordable(accountant, most);
  }

  private void use(byte[] key) {
    randomness = new PrivateRandomness(key);
    stream = KeyFile.fingerprint(key, computation);
  }

  /**
   * Opens the ledger of a folder that no other process uses; makes one if there is none. Noise that
   * was chosen before stays as it is.
   *
   * @param examples how many there are to learn from
   * @param steps how many are wanted
   * @param identity what tells the run from others
   * @param computation what the last bits of a step depend on, besides the recipe and the data
   * @param taken how many steps the run has taken
   * @throws IOException if a file cannot be read or written, is of another run, or lacks steps that
   *     were taken
   * @throws IllegalArgumentException as {@link PrivacyPlan#of}
   */
  public static PrivacyLedger open(
      Path folder,
      PrivacyOptions options,
      long examples,
      long steps,
      String identity,
      String computation,
      long taken)
      throws IOException {
    Path path = folder.resolve(LEDGER);
    Optional<LedgerHead> head = LedgerFile.head(path);
    if (head.isPresent() && !head.get().isOf(options, examples, identity)) {
      throw new IOException(
          path + " is of another recipe or data; choose another folder, or delete this one");
    }
    PrivacyPlan plan =
        head.isPresent()
            ? PrivacyPlan.of(options, head.get().noise(), examples, steps)
            : PrivacyPlan.of(options, examples, steps);
    LedgerFile file = LedgerFile.open(path, LedgerHead.of(plan, identity));
    try {
      requireAll(file, path, taken);
      return new PrivacyLedger(plan, new KeyFile(folder), computation, file, taken);
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  private static void requireAll(LedgerFile file, Path path, long taken) throws IOException {
    @Nullable LedgerEntry last = file.last();
    if (taken > (last == null ? 0 : last.charged())) {
      throw new IOException(
          "%s lacks steps that the run has taken, so that nobody knows what is spent; choose another folder"
              .formatted(path));
    }
  }

  /**
   * Reads what may be said of the run in a folder, or returns empty if it keeps no ledger.
   *
   * @throws IOException if the ledger is broken
   */
  public static Optional<PrivacyClaim> claim(Path folder) throws IOException {
    Path path = folder.resolve(LEDGER);
    return Files.isRegularFile(path) ? LedgerFile.claim(path) : Optional.empty();
  }

  /** Returns the plan. */
  public PrivacyPlan plan() {
    return plan;
  }

  /**
   * Returns the numbers with which steps are taken.
   *
   * @throws IllegalStateException if none was paid for
   */
  public PrivateRandomness randomness() {
    if (randomness == null) {
      throw new IllegalStateException("no step was paid for");
    }
    return randomness;
  }

  /** Returns up to which step the run can go, at most as far as it is wanted to. */
  public long lastStep() {
    return Math.min(plan.steps(), reached + affordable - charged);
  }

  /** Returns what is spent. */
  public double epsilon() {
    return accountant.epsilon(charged);
  }

  /**
   * Pays for a step, which may be taken once this has returned.
   *
   * @param step which one, from 0
   * @throws IOException if it cannot be written down
   * @throws IllegalStateException if nothing is left to pay with
   */
  public void charge(long step) throws IOException {
    if (step < reached) {
      return; // paid for before a crash
    }
    if (step > reached || charged >= affordable) {
      throw new IllegalStateException(
          "step %d cannot be paid for after step %d and %d of %d"
              .formatted(step, reached, charged, affordable));
    }
    if (randomness == null) {
      use(keyFile.make());
    }
    LedgerEntry entry =
        new LedgerEntry(stream, reached + 1, charged + 1, accountant.epsilon(charged + 1));
    file.append(entry);
    reached = entry.reached();
    charged = entry.charged();
  }

  /**
   * Deletes the key, so that nobody can take the noise off what the run has made.
   *
   * @throws IOException if it cannot be deleted
   */
  public void finish() throws IOException {
    keyFile.delete();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
