package dev.chatwright.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalUtf8DecoderTest {

  @Test
  void halfAnEmojiIsHeldBackUntilTheRestArrives() {
    byte[] bytes = "😀".getBytes(StandardCharsets.UTF_8);
    IncrementalUtf8Decoder decoder = new IncrementalUtf8Decoder();

    String first = decoder.append(Arrays.copyOf(bytes, 2));
    boolean held = decoder.holdsBack();
    String second = decoder.append(Arrays.copyOfRange(bytes, 2, 4));

    assertThat(first).isEmpty();
    assertThat(held).isTrue();
    assertThat(second).isEqualTo("😀");
    assertThat(decoder.finish()).isEmpty();
  }

  @Test
  void halfACharacterAtTheEndBecomesOneReplacement() {
    IncrementalUtf8Decoder decoder = new IncrementalUtf8Decoder();

    String text = decoder.append(new byte[] {'a', (byte) 0xF0, (byte) 0x9F, (byte) 0x98});

    assertThat(text + decoder.finish()).isEqualTo("a\uFFFD");
  }

  @Test
  void eachByteOfAnEncodedSurrogateIsAFault() {
    IncrementalUtf8Decoder decoder = new IncrementalUtf8Decoder();

    String text = decoder.append(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});

    assertThat(text + decoder.finish()).isEqualTo("\uFFFD\uFFFD\uFFFD");
  }

  /** Property: however broken bytes are cut, the text is what Java makes of the whole. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void cutsDoNotMatterForAnyBytes(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = randomBytes(random);
      int cut = random.nextInt(bytes.length + 1);
      IncrementalUtf8Decoder decoder = new IncrementalUtf8Decoder();

      String text =
          decoder.append(Arrays.copyOf(bytes, cut))
              + decoder.append(Arrays.copyOfRange(bytes, cut, bytes.length))
              + decoder.finish();

      assertThat(text)
          .as(Arrays.toString(bytes))
          .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /** Mixes whole characters with lead bytes, continuations and bytes that are never right. */
  private static byte[] randomBytes(Random random) {
    byte[] bytes = new byte[random.nextInt(24)];
    byte[] whole = "é€😀a".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = random.nextBoolean() ? whole[i % whole.length] : (byte) random.nextInt(256);
      // Java counts an encoded surrogate as one fault, the Unicode standard as three.
      bytes[i] = bytes[i] == (byte) 0xED ? (byte) 0xEC : bytes[i];
    }
    return bytes;
  }
}
