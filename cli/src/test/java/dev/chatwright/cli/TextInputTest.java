package dev.chatwright.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextInputTest {
  @TempDir private Path folder;

  @Test
  void filesAreReadAsUtf8() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "grüße 🦉");

    assertThat(TextInput.file(file, 100)).isEqualTo("grüße 🦉");
  }

  @Test
  void otherEncodingsAreRefusedByName() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "grüße", ISO_8859_1);

    assertThatIOException()
        .isThrownBy(() -> TextInput.file(file, 100))
        .withMessage(file + " is not UTF-8 text");
  }

  @Test
  void foldersAreRefusedByName() {
    assertThatIOException()
        .isThrownBy(() -> TextInput.file(folder, 100))
        .withMessage(folder + " is a folder; a text file is needed");
  }

  @Test
  void noMoreThanTheBoundIsRead() {
    var endless = new ByteArrayInputStream(new byte[1000]);

    assertThatIOException()
        .isThrownBy(() -> TextInput.read(endless, "standard input", 10))
        .withMessage("standard input has more than 10 bytes, the most read");
    assertThat(endless.available()).isEqualTo(989);
  }

  @Test
  void argumentsAreTheText() throws IOException {
    assertThat(TextInput.argument("@home")).isEqualTo("@home");
  }
}
