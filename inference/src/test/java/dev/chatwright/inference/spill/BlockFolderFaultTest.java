package dev.chatwright.inference.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BlockFolderFaultTest {
  private static final int BLOCK = 1000;
  private static final long ROOM = 1 << 20;
  private static final Duration AGE = Duration.ofDays(30);

  @TempDir private Path home;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-28T09:00:00Z"));
  private final AtomicReference<Optional<BlockFolder>> open =
      new AtomicReference<>(Optional.empty());

  private BlockFolder folder(long maxBytes, BlockSecrets secrets) throws IOException {
    close();
    BlockFolder opened =
        BlockFolder.open(home.resolve("blocks"), maxBytes, AGE, secrets, () -> now.get());
    open.set(Optional.of(opened));
    return opened;
  }

  private ModelBlocks model(String identity) throws IOException {
    return folder(ROOM, BlockFolderFaultTest::secret).of(identity, BLOCK);
  }

  @AfterEach
  void close() throws IOException {
    Optional<BlockFolder> before = open.getAndSet(Optional.empty());
    if (before.isPresent()) {
      before.get().close();
    }
  }

  private static Optional<SecretKey> secret(String salt) {
    byte[] bytes = Arrays.copyOf(salt.getBytes(StandardCharsets.UTF_8), BlockSecrets.BYTES);
    bytes[BlockSecrets.BYTES - 1] = 1; // no secret may be empty
    return Optional.of(new SecretKeySpec(bytes, "HmacSHA256"));
  }

  private static BlockPath path(int seed, int blocks, String salt) {
    return new BlockPath(
        "",
        Collections.nCopies(blocks, salt),
        IntStream.range(0, 64 * blocks).map(i -> seed + i % 7).toArray());
  }

  private static byte[] content(int seed) {
    byte[] content = new byte[BLOCK];
    Arrays.fill(content, (byte) seed);
    return content;
  }

  private static Optional<byte[]> read(ModelBlocks model, BlockPath path) {
    try {
      return model
          .reading(path, model.names(path).getLast())
          .get()
          .map(content -> content.toArray(ValueLayout.JAVA_BYTE));
    } catch (InterruptedException | ExecutionException failure) {
      throw new AssertionError(failure);
    }
  }

  private Path file(ModelBlocks model, BlockPath path) {
    return home.resolve("blocks").resolve(model.names(path).getLast() + ".block");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("blocks"))) {
      return all.filter(file -> file.toString().endsWith(".block")).toList();
    }
  }

  @Test
  void aBlockIsThereAfterAnotherStart() throws IOException {
    BlockPath path = path(1, 3, "anna");
    model("m").write(path, content(5));

    ModelBlocks again = model("m");

    assertThat(again.isOnlyOnDisk(again.names(path).getLast())).isTrue();
    assertThat(read(again, path)).hasValue(content(5));
    assertThat(again.status().read()).isOne();
    assertThat(again.status().files()).isOne();
  }

  @Test
  void itIsOnlyThatOfTheSameModelAdapterPersonAndTokens() throws IOException {
    BlockPath path = path(1, 3, "anna");
    model("m").write(path, content(5));

    assertThat(read(model("n"), path)).isEmpty();
    ModelBlocks again = model("m");
    assertThat(read(again, path(1, 3, "berta"))).isEmpty();
    assertThat(read(again, path(2, 3, "anna"))).isEmpty();
    assertThat(read(again, path(1, 2, "anna"))).isEmpty();
    assertThat(read(again, new BlockPath("a", path.salts(), path.tokens()))).isEmpty();
    assertThat(read(again, path)).hasValue(content(5));
  }

  @Test
  void aNameAndAFileTellNothingWithoutTheSecret() throws IOException {
    BlockPath path = path('a', 1, "anna");
    ModelBlocks model = model("m");
    model.write(path, content('b'));
    byte[] file = Files.readAllBytes(file(model, path));

    assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("anna", "bbbbb");
    String other = folder(ROOM, salt -> secret(salt + "!")).of("m", BLOCK).names(path).getLast();
    assertThat(file(model, path).getFileName()).isNotEqualTo(Path.of(other + ".block"));
  }

  enum Damage {
    FORM(0),
    NONCE(5),
    ABOUT(20),
    CONTENT(-200),
    TAG(-1),
    SHORTENED(0),
    EMPTY(0),
    LONGER(0),
    NOISE(0);

    private final int place;

    Damage(int place) {
      this.place = place;
    }

    byte[] of(byte[] file) {
      return switch (this) {
        case SHORTENED -> Arrays.copyOf(file, file.length - 1);
        case EMPTY -> new byte[0];
        case LONGER -> Arrays.copyOf(file, file.length + 1);
        case NOISE -> new byte[file.length];
        case FORM, NONCE, ABOUT, CONTENT, TAG -> {
          byte[] changed = file.clone();
          changed[place < 0 ? file.length + place : place] ^= 1;
          yield changed;
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aDamagedFileIsDeletedAndCounted(Damage damage) throws IOException {
    BlockPath path = path(1, 1, "anna");
    ModelBlocks model = model("m");
    model.write(path, content(5));
    Path file = file(model, path);
    Files.write(file, damage.of(Files.readAllBytes(file)));

    assertThat(read(model, path)).isEmpty();
    assertThat(file).doesNotExist();
    assertThat(model.status().refused()).isOne();
    assertThat(model.status().bytes()).isZero();
    model.write(path, content(6));
    assertThat(read(model, path)).as("written anew").hasValue(content(6));
  }

  @Test
  void aFileUnderAnotherNameIsRefused() throws IOException {
    BlockPath one = path(1, 1, "anna");
    BlockPath two = path(2, 1, "anna");
    ModelBlocks model = model("m");
    model.write(one, content(1));
    model.write(two, content(2));
    Files.copy(file(model, one), file(model, two), StandardCopyOption.REPLACE_EXISTING);

    assertThat(read(model, two)).isEmpty();
    assertThat(model.status().refused()).isOne();
    assertThat(read(model, one)).hasValue(content(1));
  }

  @Test
  void aFileSealedWithAnotherKeyIsRefused() throws IOException {
    BlockPath path = path(1, 1, "anna");
    ModelBlocks theirs = folder(ROOM, salt -> secret(salt + "!")).of("m", BLOCK);
    theirs.write(path, content(1));
    Path foreign = file(theirs, path);
    ModelBlocks ours = model("m");
    Files.move(foreign, file(ours, path));

    assertThat(read(ours, path)).isEmpty();
    assertThat(ours.status().refused()).isOne();
  }

  @Test
  void whatSaysOtherTokensIsRefusedWhateverItsName() throws BlockRefusedException {
    BlockSeal seal = new BlockSeal(secret("anna").orElseThrow());
    byte[] sealed = seal.seal("name", new byte[] {1, 2}, content(1));

    assertThat(seal.open("name", new byte[] {1, 2}, sealed).byteSize()).isEqualTo(BLOCK);
    assertThatIOException()
        .isThrownBy(() -> seal.open("name", new byte[] {1, 3}, sealed))
        .withMessage("it is of other tokens");
  }

  @Test
  void whoseKeyIsGoneHasNothing() throws IOException {
    BlockPath path = path(1, 2, "anna");
    model("m").write(path, content(1));

    ModelBlocks without = folder(ROOM, _ -> Optional.empty()).of("m", BLOCK);

    assertThat(without.names(path)).isEmpty();
    without.write(path(2, 1, "anna"), content(1));
    assertThat(files()).hasSize(1);
  }

  @Test
  void whatWasUsedLeastRecentlyMakesRoom() throws IOException {
    ModelBlocks model = folder(5000, BlockFolderFaultTest::secret).of("m", BLOCK);
    List<BlockPath> paths = IntStream.range(0, 4).mapToObj(i -> path(10 * i, 1, "")).toList();
    for (int i = 0; i < 3; i++) {
      model.write(paths.get(i), content(i));
      now.updateAndGet(it -> it.plusSeconds(7200));
    }
    model.use(model.names(paths.getFirst()));

    model.write(paths.get(3), content(3));

    assertThat(model.status().bytes()).isLessThanOrEqualTo(5000);
    assertThat(read(model, paths.get(0))).hasValue(content(0));
    assertThat(read(model, paths.get(1))).as("the oldest").isEmpty();
    assertThat(read(model, paths.get(2))).hasValue(content(2));
    ModelBlocks smaller = folder(3000, BlockFolderFaultTest::secret).of("m", BLOCK);
    assertThat(read(smaller, paths.get(2))).as("the oldest after a start").isEmpty();
    assertThat(read(smaller, paths.get(0))).hasValue(content(0));
    smaller.write(paths.get(1), new byte[5000]);
    assertThat(smaller.status().files()).as("larger than all may be").isEqualTo(2);
  }

  @Test
  void whatNobodyUsesGoes() throws IOException {
    BlockPath path = path(1, 1, "");
    model("m").write(path, content(1));
    now.updateAndGet(it -> it.plus(AGE).minusSeconds(1));
    assertThat(model("m").status().files()).isOne();

    now.updateAndGet(it -> it.plusSeconds(2));

    assertThat(model("m").status().files()).isZero();
    assertThat(files()).isEmpty();
  }

  @Test
  void allGoesWithTheKeys() throws IOException {
    ModelBlocks model = model("m");
    model.write(path(1, 1, ""), content(1));
    model.write(path(1, 1, "anna"), content(1));

    open.get().orElseThrow().clear();

    assertThat(files()).isEmpty();
    assertThat(model.status().bytes()).isZero();
  }

  @Test
  void filesOfOthersAreLeftAloneAndHalfWrittenOnesDeleted() throws IOException {
    model("m").write(path(1, 1, ""), content(1));
    Path letter = Files.writeString(home.resolve("blocks/letter.block"), "dear");
    Path half = Files.writeString(home.resolve("blocks/" + "0".repeat(64) + ".unfinished"), "x");

    model("m");
    open.get().orElseThrow().clear();

    assertThat(letter).hasContent("dear");
    assertThat(half).doesNotExist();
    assertThat(files()).containsExactly(letter);
  }

  @Test
  void onlyTheOwnerMayRead() throws IOException {
    ModelBlocks model = model("m");
    BlockPath path = path(1, 1, "");
    model.write(path, content(1));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(model, path))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("blocks"))))
        .isEqualTo("rwx------");
  }

  @ParameterizedTest
  @CsvSource({"rwx------, false", "rwx--x---, true", "rwxr-xr-x, true"})
  void aFolderThatWasThereMayBeOpenToOthers(String permissions, boolean isOpen) throws IOException {
    Path blocks = Files.createDirectories(home.resolve("blocks"));
    Files.createFile(blocks.resolve("lock"));
    Files.setPosixFilePermissions(blocks, PosixFilePermissions.fromString(permissions));

    assertThat(folder(ROOM, BlockFolderFaultTest::secret).isOpenToOthers()).isEqualTo(isOpen);
  }

  @Test
  void aDiskThatFailsIsNotAskedAgain() throws IOException {
    ModelBlocks model = model("m");
    BlockPath path = path(1, 1, "");
    model.write(path, content(1));
    Files.delete(file(model, path));
    Files.delete(home.resolve("blocks/lock"));
    Files.delete(home.resolve("blocks"));

    assertThat(read(model, path)).isEmpty();
    model.write(path, content(1));
    assertThat(model.status().working()).isFalse();
    Files.createDirectory(home.resolve("blocks"));
    model.write(path, content(1));

    assertThat(files()).isEmpty();
    assertThat(model.status().written()).isOne();
  }

  @Test
  void whatIsNoFileIsLeftOutAtTheStart() throws IOException {
    Path blocks = Files.createDirectories(home.resolve("blocks"));
    Path itself = blocks.resolve("a".repeat(64) + ".block");
    Files.createSymbolicLink(itself, itself);
    Files.createDirectory(blocks.resolve("b".repeat(64) + ".block"));
    Files.createDirectories(blocks.resolve("c".repeat(64) + ".unfinished").resolve("full"));

    ModelBlocks model = folder(ROOM, BlockFolderFaultTest::secret).of("m", BLOCK);
    model.write(path(1, 1, "anna"), content(1));

    assertThat(model.status().files()).isOne();
    assertThat(read(model, path(1, 1, "anna"))).isPresent();
  }

  @Test
  void saltsOfOneSecretHaveBlocksOfTheirOwn() throws IOException {
    ModelBlocks model = folder(ROOM, _ -> secret("anna")).of("m", BLOCK);
    BlockPath first = path(1, 1, "anna a");
    BlockPath second = path(1, 1, "anna b");

    model.write(first, content(1));
    assertThat(read(model, second)).as("what another salt has is not there").isEmpty();
    model.write(second, content(2));

    assertThat(read(model, first)).isPresent();
    assertThat(read(model, second)).isPresent();
    assertThat(model.status().refused()).isZero();
    assertThat(model.status().written()).isEqualTo(2);
  }

  @Test
  void keysThatCannotBeHadFailNoReply() throws IOException {
    ModelBlocks model =
        folder(
                ROOM,
                _ -> {
                  throw new IllegalStateException("the database is gone");
                })
            .of("m", BLOCK);

    assertThat(model.names(path(1, 1, ""))).isEmpty();
    assertThat(model.status().working()).as("the database may come back").isTrue();
  }

  @Test
  void aFolderThatCannotBeIsAnErrorAtTheStart() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "x");

    assertThatIOException()
        .isThrownBy(() -> opened(file, ROOM))
        .withMessage(file + " is no folder");
    assertThatIOException()
        .isThrownBy(() -> opened(file.resolve("below"), ROOM))
        .withMessageContaining("the folder " + file + "/below cannot be made or written");
    model("m");
    assertThatIOException()
        .isThrownBy(() -> opened(home.resolve("blocks"), ROOM))
        .withMessage("the folder " + home.resolve("blocks") + " is used by another server");
  }

  @Test
  void whereTheDiskIsFullItIsOnlyRead() throws IOException {
    BlockPath path = path(1, 1, "anna");
    model("m").write(path, content(5));

    BlockFolder full = folder(Long.MAX_VALUE, BlockFolderFaultTest::secret);
    ModelBlocks model = full.of("m", BLOCK);
    model.write(path(2, 1, "anna"), content(6));

    assertThat(full.lackOfRoom())
        .get()
        .asString()
        .matches(".*blocks may take \\d+ MB, and its disk has room for \\d+ MB");
    assertThat(model.status().working()).isFalse();
    assertThat(model.status().files()).isOne();
    assertThat(read(model, path)).hasValue(content(5));
  }

  private BlockFolder opened(Path path, long maxBytes) throws IOException {
    return BlockFolder.open(path, maxBytes, AGE, BlockFolderFaultTest::secret, () -> now.get());
  }

  @Test
  void whatCannotWaitIsDroppedAndCounted() throws Exception {
    BlockFolder folder = folder(1L << 30, BlockFolderFaultTest::secret);
    int large = 30 << 20; // two of them may wait
    ModelBlocks model = folder.of("m", large);
    byte[] content = new byte[large];
    var mayGoOn = new java.util.concurrent.CountDownLatch(1);
    folder.later(
        1,
        () -> content,
        _ -> {
          try {
            mayGoOn.await();
          } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
          }
        });

    for (int i = 0; i < 4; i++) {
      model.offer(path(10 * i, 1, ""), () -> content);
    }
    mayGoOn.countDown();
    close();

    assertThat(model.status().dropped()).isEqualTo(2);
    assertThat(files()).hasSize(2);
  }
}
