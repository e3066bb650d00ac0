package dev.chatwright.server.vault;

import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves everything to new keys while the server goes on serving.
 *
 * <p>First a new master key and a new key for every person come in front of the old ones; then
 * every sealed text is sealed anew; then the old keys are dropped. What broke off is gone on with
 * at the next start: the old keys are still there as long as anything may be sealed with them. Safe
 * for use by several threads.
 */
public final class KeyRotation {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private final Database database;
  private final Vault vault;
  private final Path keyFolder;
  private final Duration settling;
  private final Runnable afterwards;
  private final Resealing resealing;
  private final AtomicBoolean running = new AtomicBoolean();

  /**
   * Creates the rotation, which does nothing until it is started.
   *
   * @param settling how long a text that was sealed with an old key may take to reach the database
   * @param afterwards deletes what is not sealed anew and of no use without the old keys
   */
  public KeyRotation(
      Database database, Vault vault, Path keyFolder, Duration settling, Runnable afterwards) {
    this.database = database;
    this.vault = vault;
    this.keyFolder = keyFolder;
    this.settling = settling;
    this.afterwards = afterwards;
    this.resealing = new Resealing(database, vault);
  }

  /** Returns whether texts are being moved. */
  public boolean isRunning() {
    return running.get();
  }

  /** Returns how many texts have been sealed anew since the server started. */
  public long resealed() {
    return resealing.count();
  }

  /**
   * Begins, beside everything else.
   *
   * @return whether it began; false when it is running already
   */
  public boolean start() {
    return startThread(true);
  }

  /** Goes on with what broke off when the server died. */
  public void resume() {
    boolean unfinished =
        vault.master().hasOld()
            || persons().stream().anyMatch(personId -> vault.key(personId).hasOld());
    if (unfinished) {
      startThread(false);
    }
  }

  private boolean startThread(boolean newKeys) {
    if (!running.compareAndSet(false, true)) {
      return false;
    }
    Thread.ofPlatform().daemon().name("key-rotation").start(() -> run(newKeys));
    return true;
  }

  private void run(boolean newKeys) {
    try {
      rotate(newKeys);
      LOG.info("keys rotated, texts={}", resealing.count());
    } catch (IOException | GeneralSecurityException | StorageException | VaultException failure) {
      LOG.error("the rotation of keys broke off; it goes on at the next start", failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      running.set(false);
    }
  }

  /** Does it all; returns when it is done. */
  void rotate(boolean newKeys) throws IOException, GeneralSecurityException, InterruptedException {
    if (newKeys) {
      vault.useMaster(vault.master().renewed(keyFolder));
    }
    for (String personId : persons()) {
      PersonKey key = vault.key(personId);
      vault.replaceKey(personId, key.hasOld() ? key : key.renewed());
    }
    resealing.resealAll();
    Thread.sleep(settling); // a text sealed just before may still have been on its way
    resealing.resealAll();
    for (String personId : persons()) {
      PersonKey key = vault.key(personId);
      vault.replaceKey(personId, key.hasOld() ? key.withoutOld() : key);
    }
    afterwards.run(); // while there is something old, by which a rotation that breaks off goes on
    vault.useMaster(vault.master().withoutOld(keyFolder));
  }

  private List<String> persons() {
    return database.read(
        sql ->
            sql.sql("select person_id from person_key order by person_id")
                .query(String.class)
                .list());
  }
}
