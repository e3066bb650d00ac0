package dev.chatwright.documents.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.documents.DocumentText;
import dev.chatwright.documents.Page;
import dev.chatwright.documents.PageUnit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartSplitterTest {

  /** Property: the parts, joined by line feeds, are the text. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nothingIsLostBetweenParts(long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("start");
    for (int i = 0; i < 800; i++) {
      text.append('\n').append(i % 9 == 0 ? "# " : "x").append("y".repeat(random.nextInt(90)));
    }

    List<Page> pages = read(text.toString()).pages();

    assertThat(pages.stream().map(Page::text).collect(Collectors.joining("\n")))
        .isEqualTo(text.toString());
    assertThat(pages).hasSizeGreaterThan(5).allMatch(page -> page.text().length() <= 6_000);
  }

  @Test
  void partsBeginAtHeadings() {
    String body = "words and words\n".repeat(60);

    List<Page> pages = read("# One\n" + body + "# Two\n" + body).pages();

    assertThat(pages).hasSize(2);
    assertThat(pages.getLast().text()).startsWith("# Two");
  }

  @Test
  void aLineWithoutEndIsDividedBetweenCharacters() {
    String line = "😀".repeat(10_000);

    List<Page> pages = read("a" + line).pages();

    assertThat(pages.stream().map(Page::text).collect(Collectors.joining())).isEqualTo("a" + line);
    assertThat(pages).noneMatch(page -> Character.isLowSurrogate(page.text().charAt(0)));
  }

  private static DocumentText read(String text) {
    DocumentText read =
        TextReading.read(
            text.getBytes(StandardCharsets.UTF_8),
            FileName.of("a.md"),
            new PageCollector(1_000_000, 1_000));
    assertThat(read.unit()).isEqualTo(PageUnit.PART);
    return read;
  }
}
