package dev.chatwright.checkpoint;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of files on the Hugging Face hub. */
final class HuggingFaceAddress {
  private static final Pattern SHORT =
      Pattern.compile(
          "hf:([A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*)/"
              + "((?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*\\.gguf)");

  private HuggingFaceAddress() {}

  static URI of(String repository, String file) {
    return URI.create("https://huggingface.co/" + repository + "/resolve/main/" + file);
  }

  /**
   * Returns the address that {@code hf:owner/repository/file.gguf} stands for.
   *
   * @throws IllegalArgumentException if the text is not of that form
   */
  static URI parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected hf:owner/repository/file.gguf, got " + CheckpointException.printable(text));
    }
    return of(matcher.group(1), matcher.group(2));
  }
}
