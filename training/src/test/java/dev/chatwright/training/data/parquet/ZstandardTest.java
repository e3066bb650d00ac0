package dev.chatwright.training.data.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference implementation packed, by way of pyarrow, see make.py. */
@Timeout(60)
final class ZstandardTest {
  private static final byte[] SHORT = "To be or not to be".getBytes(US_ASCII);
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  private static byte[] packed(String name) throws IOException {
    try (InputStream stream = ZstandardTest.class.getResourceAsStream(name + ".zst")) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }

  private static byte[] text(String name) {
    return switch (name) {
      case "short" -> SHORT;
      case "same" -> "a".repeat(400_000).getBytes(US_ASCII);
      case "long" -> sentence(20_000);
      case "none" -> new byte[0];
      default -> throw new AssertionError(name);
    };
  }

  /** Words drawn by the formula that make.py has too. */
  private static byte[] sentence(int count) {
    StringBuilder words = new StringBuilder();
    long drawn = 1;
    for (int i = 0; i < count; i++) {
      drawn = (drawn * 1103515245 + 12345) % (1L << 31);
      var word = new StringBuilder(LETTERS.substring(0, 1 + (int) (drawn >> 16) % 26));
      words.append(i == 0 ? "" : " ").append((drawn >> 24 & 1) == 1 ? word : word.reverse());
    }
    return words.toString().getBytes(US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({
    "short, 1",
    "short, 19",
    "same, 1",
    "same, 19",
    "long, 1",
    "long, 19",
    "none, 1",
    "none, 19"
  })
  void bytesAreThoseThatWerePacked(String name, int level) throws IOException {
    byte[] expected = text(name);

    byte[] found = Zstandard.unpack(new Bytes(packed(name + "-" + level)), expected.length);

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void framesFollowEachOther() throws IOException {
    byte[] first = packed("short-1");
    byte[] skipped = {0x53, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 9, 9};
    byte[] both = Arrays.copyOf(first, 2 * first.length + skipped.length);
    System.arraycopy(skipped, 0, both, first.length, skipped.length);
    System.arraycopy(first, 0, both, first.length + skipped.length, first.length);

    byte[] found = Zstandard.unpack(new Bytes(both), 2 * SHORT.length);

    assertThat(new String(found, US_ASCII)).isEqualTo("To be or not to beTo be or not to be");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void anotherNumberOfBytesIsRefused(int more) throws IOException {
    byte[] packed = packed("long-19");

    assertThatExceptionOfType(ParquetException.class)
        .isThrownBy(() -> Zstandard.unpack(new Bytes(packed), sentence(20_000).length + more));
  }

  @Test
  void aDictionaryIsRefused() {
    byte[] frame = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x21, 7, 0, 1, 0, 0};

    assertThatExceptionOfType(ParquetException.class)
        .isThrownBy(() -> Zstandard.unpack(new Bytes(frame), 0))
        .withMessage("found 7 as the dictionary of a Zstandard frame, expected 0 to 0");
  }

  /** Whatever is wrong, bytes come or a refusal: nothing hangs, and no other error comes. */
  @ParameterizedTest
  @ValueSource(strings = {"short-1", "same-19", "long-1", "long-19"})
  void brokenBytesAreUnpackedOrRefused(String name) throws IOException {
    byte[] whole = packed(name);
    int bytes = text(name.substring(0, name.indexOf('-'))).length;
    Random random = new Random(1);
    int refused = 0;
    int tried = Math.min(500, whole.length * Byte.SIZE);
    for (int i = 0; i < tried; i++) {
      int bit = random.nextInt(Math.min(whole.length, 400) * Byte.SIZE);
      byte[] broken = whole.clone();
      broken[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      refused += isRefused(broken, bytes) ? 1 : 0;
    }

    assertThat(refused).isBetween(tried / 20, tried);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 100) {
      assertThat(isRefused(Arrays.copyOf(whole, length), bytes)).isTrue();
    }
  }

  private static boolean isRefused(byte[] packed, int bytes) {
    try {
      assertThat(Zstandard.unpack(new Bytes(packed), bytes)).hasSize(bytes);
      return false;
    } catch (ParquetException refused) {
      return true;
    }
  }
}
