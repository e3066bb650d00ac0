package dev.chatwright.documents.worker;

import dev.chatwright.documents.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.txt.Icu4jEncodingDetector;

/** Finds the encoding of a text: by its mark, else UTF-8 if it is, else UTF-16, else by guess. */
final class TextDecoder {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Charset UTF_32 = Charset.forName("UTF-32");
  private static final int SHOWN_TO_GUESS = 64 << 10;

  private TextDecoder() {}

  static String decode(byte[] content) {
    Optional<String> marked = decodeMarked(content);
    if (marked.isPresent()) {
      return checked(marked.get());
    }
    int nulBytes = count(content, 0, 1);
    Optional<String> text = nulBytes > 0 ? decodeUtf16(content, nulBytes) : decodeBytes(content);
    return checked(text.orElseThrow(TextDecoder::binary));
  }

  private static Optional<String> decodeMarked(byte[] content) {
    int first = content.length < 4 ? 0 : ByteBuffer.wrap(content).getInt();
    if (first == 0x0000feff || first == 0xfffe0000) {
      return strict(content, UTF_32);
    }
    int two = content.length < 2 ? 0 : (content[0] & 0xff) << 8 | (content[1] & 0xff);
    if (two == 0xfeff || two == 0xfffe) {
      return strict(content, StandardCharsets.UTF_16);
    }
    return Optional.empty();
  }

  private static Optional<String> decodeBytes(byte[] content) {
    Optional<String> utf8 = strict(content, StandardCharsets.UTF_8);
    if (utf8.isPresent()) {
      return utf8.map(text -> text.startsWith("\ufeff") ? text.substring(1) : text);
    }
    return strict(content, guess(content)).or(() -> Optional.of(new String(content, WINDOWS)));
  }

  /** Text of Latin letters in UTF-16 has a NUL in nearly every pair, always at the same place. */
  private static Optional<String> decodeUtf16(byte[] content, int nulBytes) {
    int early = count(content, 0, 2);
    boolean bigEndian = early > nulBytes - early;
    int expected = bigEndian ? early : nulBytes - early;
    if (expected != nulBytes || expected < content.length / 4) {
      return Optional.empty();
    }
    return strict(content, bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
  }

  private static Charset guess(byte[] content) {
    byte[] head = Arrays.copyOf(content, Math.min(content.length, SHOWN_TO_GUESS));
    try {
      Charset found =
          new Icu4jEncodingDetector().detect(new ByteArrayInputStream(head), new Metadata());
      return found == null ? WINDOWS : found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> strict(byte[] content, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** One control character in fifty is more than any text has. */
  private static String checked(String text) {
    long controls = text.chars().filter(c -> c < ' ' && "\n\r\t\f\u001b".indexOf(c) < 0).count();
    if (text.indexOf('\0') >= 0 || controls * 50 > text.length()) {
      throw binary();
    }
    return text;
  }

  private static RefusalException binary() {
    return new RefusalException(
        Reason.UNSUPPORTED,
        "This kind of file is not read. Text, Markdown, CSV, code, PDF, DOCX and HTML are.");
  }

  private static int count(byte[] content, int from, int step) {
    int zeros = 0;
    for (int i = from; i < content.length; i += step) {
      zeros += content[i] == 0 ? 1 : 0;
    }
    return zeros;
  }
}
