package dev.chatwright.checkpoint;

import static dev.chatwright.checkpoint.LittleEndianBytes.gguf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to break a reader. */
final class GgufAttackTest {
  private static final long MEGABYTE = 1 << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"47474d4c", "46554747", "00000000"})
  void anotherMagicNumberIsRefused(String magic) throws IOException {
    requireRefused(
        new LittleEndianBytes().hex(magic).int32(3).int64(0).int64(0),
        "magic number at byte 0: found 0x" + magic,
        "the letters GGUF");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 99})
  void anotherVersionIsRefused(int version) throws IOException {
    requireRefused(
        new LittleEndianBytes().raw("GGUF").int32(version).int64(0).int64(0),
        "version at byte 4: found " + version,
        "version 2 or 3");
  }

  @Test
  void aBigEndianFileIsRefused() throws IOException {
    requireRefused(
        new LittleEndianBytes().raw("GGUF").int32(Integer.reverseBytes(3)).int64(0).int64(0),
        "found a big-endian file of version 3");
  }

  @Test
  void versionTwoIsRead() throws IOException {
    Path path = new LittleEndianBytes().raw("GGUF").int32(2).int64(0).int64(0).writeTo(folder);

    try (GgufFile file = GgufFile.open(path)) {
      assertThat(file.tensors()).isEmpty();
    }
  }

  @Test
  void moreTensorsThanTheFileCouldHoldAreRefused() throws IOException {
    requireRefused(gguf(-1, 0), "tensor count at byte 8: found 18446744073709551615", "at most 0");
  }

  @Test
  void moreKeysThanTheFileCouldHoldAreRefused() throws IOException {
    requireRefused(gguf(0, -1), "metadata count at byte 16: found 18446744073709551615");
  }

  @Test
  void tenMillionTinyTensorsAreRefusedByTheirNumber() throws IOException {
    requireRefused(
        gguf(10_000_000, 0).zeros(3 << 20), "tensor count at byte 8: found 10000000", "at most");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE, 1L << 32, 20})
  void aStringLongerThanTheFileIsRefused(long length) throws IOException {
    requireRefused(
        gguf(0, 1).string("key").int32(8).int64(length).zeros(5),
        "metadata key key length at byte 39: found " + Long.toUnsignedString(length),
        "at most 5");
  }

  @Test
  void aKeyWithoutANameIsRefused() throws IOException {
    requireRefused(gguf(0, 1).string("").int32(4).int32(1).zeros(9), "found an empty name");
  }

  @Test
  void aSecondKeyOfTheSameNameIsRefused() throws IOException {
    requireRefused(
        gguf(0, 2).string("a").int32(4).int32(1).string("a").int32(4).int32(2),
        "metadata key a at byte 41: found a second one");
  }

  @Test
  void anUnknownValueTypeIsRefused() throws IOException {
    requireRefused(
        gguf(0, 1).string("a").int32(13).zeros(8),
        "metadata key a type at byte 33: found 13, allowed is 0 to 12");
  }

  @Test
  void aTruthValueOfTwoIsRefused() throws IOException {
    requireRefused(
        gguf(0, 1).string("a").int32(7).int8(2).zeros(8), "a truth value of 2", "0 or 1");
  }

  @Test
  void anArrayLongerThanTheFileIsRefused() throws IOException {
    requireRefused(
        gguf(0, 1).string("a").int32(9).int32(4).int64(1L << 62).zeros(40),
        "metadata key a elements at byte 41: found 4611686018427387904",
        "at most 10");
  }

  @Test
  void deeplyNestedArraysAreRefused() throws IOException {
    LittleEndianBytes bytes = gguf(0, 1).string("a").int32(9);
    for (int i = 0; i < 100_000; i++) {
      bytes.int32(9).int64(1);
    }

    requireRefused(bytes, "found an array nested 5 deep, allowed is at most 4");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 13, 48, 1 << 17})
  void anAlignmentThatIsNoneIsRefused(int alignment) throws IOException {
    requireRefused(
        gguf(0, 1).string("general.alignment").int32(4).int32(alignment),
        "metadata key general.alignment at byte 53: found " + alignment,
        "a power of two from 8 to 65536");
  }

  @Test
  void anAlignmentOfAnotherTypeIsRefused() throws IOException {
    requireRefused(
        gguf(0, 1).string("general.alignment").int32(8).string("32"),
        "metadata key general.alignment at byte 53: found STRING, allowed is a whole number");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MAX_VALUE, (1L << 42) + 1, Long.MIN_VALUE})
  void aDimensionThatIsNoneIsRefused(long size) throws IOException {
    requireRefused(
        gguf(1, 0).tensor("w", 0, 0, 32, size).align(32).zeros(128),
        "tensor w dimension 1 at byte 45: found " + Long.toUnsignedString(size),
        "1 to 2147483647");
  }

  @Test
  void dimensionsWhoseProductOverflowsAreRefused() throws IOException {
    long big = Integer.MAX_VALUE;
    requireRefused(
        gguf(1, 0).tensor("w", 0, 0, big, big, big, big).align(32).zeros(128),
        "tensor w size at byte 24: found 2147483647 times 2147483647");
  }

  @Test
  void aTensorLargerThanTheFileIsRefused() throws IOException {
    requireRefused(
        gguf(1, 0).tensor("w", 0, 0, 1024, 1024).align(32).zeros(128),
        "tensor w size at byte 24: found 1024 times 4096");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, -1, Integer.MAX_VALUE})
  void dimensionCountsOutsideOneToFourAreRefused(int count) throws IOException {
    requireRefused(
        gguf(1, 0).string("w").int32(count).zeros(100),
        "tensor w dimension count at byte 33: found " + Integer.toUnsignedString(count));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 9, 15, 16, 31, 63, 64, -1, Integer.MIN_VALUE})
  void anElementTypeThatIsNotReadIsRefused(int type) throws IOException {
    requireRefused(
        gguf(1, 0).tensor("w", type, 0, 32).align(32).zeros(128),
        "tensor w type at byte 45: found " + Integer.toUnsignedString(type),
        "30 (BF16)");
  }

  @Test
  void rowsOfPartsOfBlocksAreRefused() throws IOException {
    requireRefused(
        gguf(1, 0).tensor("w", 8, 0, 33).align(32).zeros(128),
        "tensor w row length at byte 24: found 33, allowed is whole blocks of 32 for Q8_0");
  }

  @Test
  void dataOutsideTheFileAreRefused() throws IOException {
    requireRefused(
        gguf(1, 0).tensor("w", 0, 128, 32).align(32).zeros(128),
        "tensor w at byte 24: found data from 128 with 128 bytes",
        "the 128 bytes of data in the file");
  }

  @ParameterizedTest
  @ValueSource(longs = {13, -1, -32, Long.MIN_VALUE})
  void misalignedDataAreRefused(long start) throws IOException {
    requireRefused(
        gguf(1, 0).tensor("w", 0, start, 8).align(32).zeros(128),
        "tensor w offset at byte 49: found " + Long.toUnsignedString(start),
        "a multiple of the alignment 32");
  }

  @Test
  void overlappingTensorsAreRefused() throws IOException {
    requireRefused(
        gguf(2, 0).tensor("a", 0, 0, 16).tensor("b", 0, 32, 8).align(32).zeros(128),
        "tensor b at byte 57: found data from 32, inside tensor a, allowed is from 64");
  }

  @Test
  void aSecondTensorOfTheSameNameIsRefused() throws IOException {
    requireRefused(
        gguf(2, 0).tensor("a", 0, 0, 8).tensor("a", 0, 32, 8).align(32).zeros(128),
        "tensor a at byte 57: found a second one");
  }

  @Test
  void aFileThatEndsInItsListIsRefused() throws IOException {
    requireRefused(
        gguf(1, 0).tensor("abcdefghijkl", 0, 0).zeros(1), "tensor abcdefghijkl dimension count");
  }

  @Test
  void aListOfNumbersIsNotTakenForAnother() throws IOException {
    Path path =
        gguf(0, 1).string("scores").int32(9).int32(0).int64(2).int8(1).int8(2).writeTo(folder);

    try (GgufFile file = GgufFile.open(path)) {
      assertThatThrownBy(() -> file.metadata().floats("scores"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(
              "metadata key scores at byte 54: found an array of UINT8,"
                  + " allowed is an array of floating-point numbers");
      assertThatThrownBy(() -> file.metadata().strings("scores"))
          .isInstanceOf(CheckpointException.class);
      assertThatThrownBy(() -> file.metadata().string("scores"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("found ARRAY, allowed is a string");
      assertThat(file.metadata().integers("scores").orElseThrow()).containsExactly(1, 2);
    }
  }

  @Test
  void aNumberOfSixtyFourBitsIsRefused() throws IOException {
    Path path = gguf(0, 1).string("n").int32(10).int64(-1).writeTo(folder);

    try (GgufFile file = GgufFile.open(path)) {
      assertThatThrownBy(() -> file.metadata().integer("n"))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("found 18446744073709551615");
    }
  }

  @Test
  void aFileMangledByATextConversionIsRefused() throws IOException {
    Path path = folder.resolve("a.gguf");
    new GgufWriter().floating("epsilon", 1e-5f).strings("tokens", List.of("a", "b")).write(path);
    String text = Files.readString(path, StandardCharsets.ISO_8859_1);
    byte[] latin1 = text.getBytes(StandardCharsets.ISO_8859_1);
    Files.writeString(path, new String(latin1, StandardCharsets.UTF_8));

    assertThatThrownBy(() -> GgufFile.open(path)).isInstanceOf(CheckpointException.class);
  }

  @Test
  void controlCharactersOfAFileDoNotReachTheMessage() throws IOException {
    requireRefused(
        gguf(1, 0).tensor("\u001b[2J\nroot", 99, 0, 32), "tensor ?[2J?root type at byte 53");
  }

  @ParameterizedTest
  @CsvSource({
    "504b0304, a zip archive",
    "8002635f, a Python pickle",
    "80049563, a Python pickle",
    "934e554d5059, a NumPy array",
    "894844460d0a, an HDF5 file",
    "377abcaf271c, a 7-Zip archive",
    "1f8b0808, a gzip file",
    "746a6767, a GGML file of before August 2023",
    "3c21444f4354, a web page",
  })
  void otherKindsOfFilesAreNamed(String start, String kind) throws IOException {
    requireRefused(
        new LittleEndianBytes().hex(start).zeros(64), "not a GGUF file at byte 0: this is " + kind);
  }

  @Test
  void emptyAndMissingFilesAndFoldersAreRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.gguf"));

    assertThatThrownBy(() -> GgufFile.open(empty)).hasMessage(empty + ": the file is empty");
    assertThatThrownBy(() -> GgufFile.open(folder))
        .hasMessage(folder + ": it is a folder, and a file was expected");
    assertThatThrownBy(() -> GgufFile.open(folder.resolve("absent")))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(folder.resolve("absent") + ": no such file");
  }

  /** One that nobody writes into would be opened for ever. */
  @Test
  @Timeout(20)
  void aPipeIsRefusedBeforeItIsOpened() throws Exception {
    Path pipe = folder.resolve("pipe.gguf");
    assumeThat(makePipe(pipe)).as("there is mkfifo").isTrue();

    assertThatThrownBy(() -> GgufFile.open(pipe))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(pipe + ": it is a pipe, and a file was expected");
  }

  private static boolean makePipe(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException _) { // not on this system
      return false;
    }
  }

  @Test
  void aSocketIsRefusedAsWhatItIs() throws IOException {
    Path socket = folder.resolve("s.gguf");
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));

      assertThatThrownBy(() -> GgufFile.open(socket))
          .hasMessage(socket + ": it is a socket, and a file was expected");
    }
  }

  private void requireRefused(LittleEndianBytes bytes, String... parts) throws IOException {
    Path path = bytes.writeTo(folder);
    long before = allocatedBytes();

    assertThatThrownBy(() -> GgufFile.open(path))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContainingAll(parts);

    assertThat(allocatedBytes() - before).as("bytes allocated").isLessThan(8 * MEGABYTE);
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
