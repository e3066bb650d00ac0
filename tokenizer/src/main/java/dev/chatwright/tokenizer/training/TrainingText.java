package dev.chatwright.tokenizer.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text in UTF-8 to train on, of any length. No word goes from one text to the next. */
public interface TrainingText {

  /** Returns what the text is called in messages. */
  String name();

  /**
   * Returns the length in bytes.
   *
   * @throws IOException if it cannot be found out
   */
  long size() throws IOException;

  /**
   * Opens the text at its beginning; the caller closes it.
   *
   * @throws IOException if it cannot be opened
   */
  InputStream open() throws IOException;

  /** Returns the text of a file, which is opened when its turn comes. */
  static TrainingText file(Path path) {
    return new TrainingText() {
      @Override
      public String name() {
        return path.toString();
      }

      @Override
      public long size() throws IOException {
        return Files.size(path);
      }

      @Override
      public InputStream open() throws IOException {
        if (Files.isDirectory(path)) {
          throw new TrainingTextException(path + " is a folder; a text file is needed");
        }
        return Files.newInputStream(path);
      }
    };
  }

  /** Returns a text that is in memory. */
  static TrainingText of(String name, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new TrainingText() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
