package dev.chatwright.server.account;

import dev.chatwright.server.http.ApiException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Makes and compares hashes of passwords: Argon2id with the memory and passes that OWASP advises.
 *
 * <p>Each takes 19 MiB for as long as it runs, so few run at a time, on threads of their own, and
 * few may wait. Safe for use by several threads.
 */
public final class PasswordHashes implements AutoCloseable {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int LANES = 1;
  private static final int MEMORY_KIBIBYTES = 19 * 1024;
  private static final int PASSES = 2;
  private static final int MOST_AT_ONCE = 4;
  private static final int MOST_WAITING = 64;

  /** No password's hash, for those who have none: comparing with it takes as long as any other. */
  private static final String NOBODYS =
      "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
          .formatted(MEMORY_KIBIBYTES, PASSES, LANES, "A".repeat(22), "A".repeat(43));

  private final Argon2PasswordEncoder argon2 =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIBIBYTES, PASSES);
  private final ThreadPoolExecutor threads;

  /** Creates the hashes. */
  public PasswordHashes() {
    int atOnce = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_AT_ONCE);
    threads =
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("passwords-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Returns the hash of a password.
   *
   * @throws ApiException if too many wait
   */
  String hash(String password) {
    return run(
        () -> {
          String hash = argon2.encode(PasswordRules.spelled(password));
          if (hash == null) {
            throw new IllegalStateException("a password cannot be hashed");
          }
          return hash;
        });
  }

  /**
   * Returns whether a password is the one of a hash. Without a hash it is not, after the same time.
   *
   * @throws ApiException if too many wait
   */
  boolean matches(String password, Optional<String> hash) {
    boolean same = run(() -> argon2.matches(PasswordRules.spelled(password), hash.orElse(NOBODYS)));
    return same && hash.isPresent();
  }

  private <T> T run(Callable<T> work) {
    try {
      Future<T> result = threads.submit(work);
      return result.get();
    } catch (RejectedExecutionException _) {
      throw ApiException.comeBack(
          503, "busy", "too many people are signing in; try again in a moment", 2);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw ApiException.comeBack(503, "stopping", "the server is stopping", 5);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a password cannot be hashed", failed.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
