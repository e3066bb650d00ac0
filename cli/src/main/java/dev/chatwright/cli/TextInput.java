package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that come from files or from standard input: UTF-8, and of bounded length. */
final class TextInput {
  /** The most bytes of a prompt; longer than the context of any model. */
  static final int MAX_PROMPT_BYTES = 64 << 20;

  /** What stands for standard input, which has no bound where an argument has one. */
  private static final String STANDARD_INPUT = "-";

  private TextInput() {}

  /** Returns the text that was typed as an argument, or standard input where it is a dash. */
  static String argument(String typed) throws IOException {
    return typed.equals(STANDARD_INPUT)
        ? read(System.in, "standard input", MAX_PROMPT_BYTES)
        : typed;
  }

  /**
   * Returns the text of a file.
   *
   * @throws IOException if it cannot be read, is no UTF-8, or has more than {@code maxBytes}
   */
  static String file(Path file, int maxBytes) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; a text file is needed");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, file.toString(), maxBytes);
    }
  }

  static String read(InputStream stream, String name, int maxBytes) throws IOException {
    byte[] bytes = stream.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new IOException("%s has more than %d bytes, the most read".formatted(name, maxBytes));
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException broken) {
      throw new IOException(name + " is not UTF-8 text", broken);
    }
  }
}
