package dev.chatwright.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.inference.spill.BlockFolder;
import dev.chatwright.inference.spill.BlockSecrets;
import dev.chatwright.inference.spill.ModelBlocks;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When blocks are read, and when their tokens are rather computed. */
@Timeout(60)
class DiskReadingTest {
  private static final int BLOCKS = 5;
  private static final int BLOCK_BYTES = 10;
  private static final int[] PROMPT = new int[BLOCKS * Network.BLOCK_POSITIONS + 1];

  @TempDir private Path home;

  private final AtomicBoolean slow = new AtomicBoolean();
  private final Semaphore mayRead = new Semaphore(0);
  private final List<Map<Integer, MemorySegment>> taken = new ArrayList<>();
  private BlockFolder folder;
  private ModelBlocks disk;

  @BeforeEach
  void write() throws IOException {
    folder =
        BlockFolder.open(
            home.resolve("blocks"),
            1 << 20,
            Duration.ofDays(1),
            _ -> secret(),
            InstantSource.system());
    disk = folder.of("m", BLOCK_BYTES);
    for (int i = 1; i <= BLOCKS; i++) {
      disk.write(CacheScope.SHARED.path(PROMPT, i), new byte[BLOCK_BYTES]);
    }
  }

  @AfterEach
  void close() throws IOException {
    mayRead.release(1000);
    folder.close();
  }

  /** Holds up those who read, where the disk is to be slow. */
  private Optional<SecretKey> secret() {
    if (slow.get() && Thread.currentThread().getName().startsWith("block-reader")) {
      mayRead.acquireUninterruptibly();
    }
    return Optional.of(new SecretKeySpec(new byte[BlockSecrets.BYTES], "HmacSHA256"));
  }

  /** Asks with an engine that has the first blocks and room for some. */
  private void ask(DiskReading reading, int first, int room) {
    taken.clear();
    reading.bringBack(
        CacheScope.SHARED,
        PROMPT,
        (names, contents) -> {
          assertThat(names).hasSize(BLOCKS);
          taken.add(contents);
          return Math.min(room, first + contents.size());
        });
  }

  @Test
  void whatTheEngineDoesNotHaveIsRead() {
    DiskReading reading = new DiskReading(disk, () -> 1e9);

    ask(reading, 2, BLOCKS);

    assertThat(taken.get(0)).isEmpty();
    assertThat(taken.get(1).keySet()).containsExactly(2, 3, 4);
    assertThat(taken).hasSize(2);
  }

  @Test
  void nothingIsReadThatIsInMemoryAsFarAsIsKnown() {
    DiskReading reading = new DiskReading(disk, () -> 1e9);
    disk.names(CacheScope.SHARED.path(PROMPT, BLOCKS)).forEach(disk::enterMemory);

    ask(reading, 0, BLOCKS);
    assertThat(taken).isEmpty();

    disk.leaveMemory(disk.names(CacheScope.SHARED.path(PROMPT, BLOCKS)).getLast());
    ask(reading, 4, BLOCKS);
    assertThat(taken.get(1).keySet()).containsExactly(4);
  }

  @Test
  void nobodyWaitsForASlowDiskLongerThanComputingTakes() {
    DiskReading reading = new DiskReading(disk, () -> 1); // 320 ns for all
    slow.set(true);

    ask(reading, 0, BLOCKS);

    assertThat(taken).as("nothing has come").hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void whereComputingIsFasterOnlyOneOfSixteenTries() {
    DiskReading reading = new DiskReading(disk, () -> 1e-3); // a block in less than a nanosecond
    ask(reading, 0, BLOCKS);
    int asked = 0;

    for (int i = 0; i < 32; i++) {
      ask(reading, 0, BLOCKS);
      asked += taken.isEmpty() ? 0 : 1;
    }

    assertThat(asked).isEqualTo(2);
  }

  @Test
  void anEngineThatIsClosedIsNoErrorHere() {
    DiskReading reading = new DiskReading(disk, () -> 1e9);

    reading.bringBack(
        CacheScope.SHARED,
        PROMPT,
        (_, _) -> {
          throw new EngineClosedException("m");
        });

    assertThat(disk.status().read()).isZero();
  }
}
