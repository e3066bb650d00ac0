package dev.chatwright.dialogue.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ZipImportFaultTest {
  private static final ImportLimits LIMITS = ImportLimits.DEFAULT;

  private static byte[] conversations(String title) {
    return """
        [{"uuid":"c","name":"%s","chat_messages":[{"uuid":"m","sender":"human","text":"Hi"}]}]"""
        .formatted(title)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static List<String> titles(byte[] file) throws IOException {
    return Imports.read(file, LIMITS).stream()
        .map(result -> Imports.imported(result).conversation().title())
        .toList();
  }

  @Test
  void numberedFilesAreReadOneAfterTheOtherAndOthersPassedOver() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("user.json", "{".getBytes(StandardCharsets.UTF_8));
    files.put("export/conversations-000.json", conversations("A"));
    files.put("chat.html", new byte[100_000]);
    files.put("export/conversations-001.json", conversations("B"));
    files.put("shared_conversations.json", conversations("Not this"));
    files.put("__MACOSX/._conversations.json", new byte[] {0, 5});

    assertThat(titles(zip(files))).containsExactly("A", "B");
  }

  @Test
  void aZipInAZipIsNotOpened() throws IOException {
    byte[] inner = zip(Map.of("conversations.json", conversations("A")));

    assertThatThrownBy(() -> titles(zip(Map.of("inner.zip", inner))))
        .isInstanceOf(ImportException.class)
        .hasMessage("there is no conversations.json in this zip");
  }

  @Test
  void aBombIsStoppedByItsRatioBeforeItIsUnpacked() throws IOException {
    byte[] spaces = new byte[8 << 20];
    Arrays.fill(spaces, (byte) ' ');

    assertThatThrownBy(() -> titles(zip(Map.of("conversations.json", spaces))))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("more than 200 times larger");
    assertThatThrownBy(() -> titles(zip(Map.of("other.bin", spaces))))
        .isInstanceOf(ImportException.class)
        .hasMessageContaining("more than 200 times larger");
  }

  @Test
  void everythingUnpackedIsBounded() throws IOException {
    byte[] zip = zip(Map.of("a.txt", new byte[900_000], "b.txt", new byte[900_000]));

    assertThatThrownBy(() -> Imports.read(zip, LIMITS.withTotals(1_000_000, 5)))
        .hasMessage("the zip holds more than 1,000,000 bytes");
  }

  @Test
  void aZipThatIsCutInAFileIsAnError() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("conversations-000.json", conversations("A"));
    files.put("conversations-001.json", conversations("B".repeat(5_000)));
    byte[] zip = zip(files);

    for (int length = 60; length < 140; length += 7) {
      byte[] cut = Arrays.copyOf(zip, length);
      assertThatThrownBy(() -> Imports.read(cut, LIMITS))
          .as("cut at %d", length)
          .isInstanceOf(ImportException.class);
    }
  }

  @Test
  void anEmptyZipHasNoConversations() {
    assertThatThrownBy(() -> Imports.read(zip(Map.of()), LIMITS))
        .hasMessage("there is no conversations.json in this zip");
  }
}
