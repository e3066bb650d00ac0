package dev.chatwright.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  @Test
  void whatWasThereStaysWhereWritingFails() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "before");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw new IOException("No space left on device");
                    }))
        .hasMessage(file + ": No space left on device");

    assertThat(file).hasContent("before");
    assertThat(folder.toFile().list()).containsExactly("a.txt");
  }

  @Test
  void aPlaceThatIsNoneIsNamedAndNotTheFileBesideIt() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> AtomicFile.write(missing.resolve("a.txt"), "text"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing.toString());
    assertThatThrownBy(() -> AtomicFile.write(folder, "text"))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": is a folder, expected a file");
  }
}
