package dev.chatwright.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentReaderTest {
  private static final WorkerPool WORKERS = new WorkerPool(WorkerLimits.DEFAULT);
  private static final DocumentReader READER =
      new DocumentReader(WORKERS, new DocumentLimits(1_000_000, 20_000, 5));

  @AfterAll
  static void end() {
    WORKERS.close();
  }

  @Test
  void pagesOfPdfKeepTheirNumbers() throws IOException {
    DocumentText text = text(Samples.pdf("first page", "", "third page"), "report.pdf");

    assertThat(text.mediaType()).isEqualTo("application/pdf");
    assertThat(text.unit()).isEqualTo(PageUnit.PAGE);
    assertThat(text.pages()).containsExactly(new Page(1, "first page"), new Page(3, "third page"));
    assertThat(text.cutNote()).isEmpty();
  }

  @Test
  void docxGivesParagraphsAndCells() throws IOException {
    DocumentText text = text(Samples.docx("one", "two"), "letter.docx");

    assertThat(text.mediaType()).contains("wordprocessingml");
    assertThat(text.pages().getFirst().text()).contains("one").contains("two").contains("cell");
  }

  @Test
  void htmlGivesTextWithoutItsScripts() {
    String page =
        "<!doctype html><title>Rates</title><script>steal()</script><h1>Fees</h1><p>Ten<br>euros"
            + "<ul><li>a<li>b</ul><table><tr><td>x<td>y</table>";

    DocumentText text = text(Samples.utf8(page), "rates.html");

    assertThat(text.title()).isEqualTo("Rates");
    assertThat(text.pages().getFirst().text())
        .contains("# Fees", "Ten", "euros", "- a", "- b", "x\ty")
        .doesNotContain("steal");
  }

  @Test
  void contentDecidesNotTheName() throws IOException {
    assertThat(text(Samples.utf8("<html><body>a page"), "a.pdf").mediaType())
        .isEqualTo("text/html");
    assertThat(text(Samples.pdf("hello"), "a.txt").mediaType()).isEqualTo("application/pdf");
    assertThat(text(Samples.utf8("just text"), "a.docx").mediaType()).isEqualTo("text/plain");
    assertThat(text(Samples.utf8("<html><?php echo 1 ?>"), "a.php").pages().getFirst().text())
        .contains("<?php");
  }

  @Test
  void textIsReadInItsOwnEncoding() {
    String words = "Grüße, 你好, Привет";
    byte[] marked = ("\ufeff" + words).getBytes(StandardCharsets.UTF_16LE);
    byte[] unmarked = "plain words in sixteen bits".getBytes(StandardCharsets.UTF_16BE);
    byte[] latin = "Grüße aus Köln, schöne Straße".getBytes(StandardCharsets.ISO_8859_1);

    String russian = "Привет, это обычный текст на русском языке, и он достаточно длинный";

    assertThat(only(Samples.utf8(words), "a.txt")).isEqualTo(words);
    assertThat(only(russian.getBytes(Charset.forName("windows-1251")), "a.txt")).isEqualTo(russian);
    assertThat(only(marked, "a.txt")).isEqualTo(words);
    assertThat(only(unmarked, "a.txt")).isEqualTo("plain words in sixteen bits");
    assertThat(only(latin, "a.txt")).isEqualTo("Grüße aus Köln, schöne Straße");
  }

  @Test
  void namesGiveTextsTheirKind() {
    assertThat(text(Samples.utf8("a,b\n1,2"), "t.csv").mediaType()).isEqualTo("text/csv");
    assertThat(text(Samples.utf8("# A"), "t.md").mediaType()).isEqualTo("text/markdown");
    assertThat(text(Samples.utf8("<svg onload='x()'/>"), "t.svg").mediaType())
        .isEqualTo("text/xml");
  }

  @Test
  void whatIsCutIsTold() {
    DocumentText text = text(Samples.utf8("ten chars\n".repeat(5_000)), "long.txt");

    assertThat(text.characters()).isEqualTo(20_000);
    assertThat(text.cutNote()).contains("first 20,000 characters").contains("parts 1 to");
  }

  @Test
  void pagesBeyondTheLimitAreTold() throws IOException {
    DocumentText text = text(Samples.pdf("a", "b", "c", "d", "e", "f", "g"), "long.pdf");

    assertThat(text.pages()).hasSize(5);
    assertThat(text.cutNote()).contains("pages 1 to 5");
  }

  @Test
  void eachFailureHasItsReason() throws IOException {
    assertThat(reason(new byte[0], "a.txt")).isEqualTo(Reason.NO_TEXT);
    assertThat(reason(new byte[1_000_001], "a.txt")).isEqualTo(Reason.TOO_LARGE);
    assertThat(reason(Samples.scannedPdf(), "a.pdf")).isEqualTo(Reason.NO_TEXT);
    assertThat(reason(Samples.pdf(""), "a.pdf")).isEqualTo(Reason.NO_TEXT);
    assertThat(reason(Samples.encryptedPdf("secret"), "a.pdf")).isEqualTo(Reason.ENCRYPTED);
    assertThat(reason(Samples.image("png", 5, 5), "a.txt")).isEqualTo(Reason.UNSUPPORTED);
    assertThat(reason(Samples.utf8("{\\rtf1 x}"), "a.rtf")).isEqualTo(Reason.UNSUPPORTED);
    assertThat(reason(Samples.utf8("   \n "), "a.txt")).isEqualTo(Reason.NO_TEXT);
  }

  @Test
  void aPdfThatNeedsNoPasswordToReadIsRead() throws IOException {
    assertThat(only(Samples.encryptedPdf(""), "a.pdf")).isEqualTo("behind a lock");
  }

  @Test
  void aFileOnDiskIsReadOnlyUpToTheLimit(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.bin");
    Files.write(file, new byte[2_000_000]);

    assertThat(READER.read(file, "a.txt"))
        .isEqualTo(new Refused(Reason.TOO_LARGE, "The file has 2.0 MB; the limit is 1.0 MB."));
    Files.write(file, Samples.utf8("short"));
    assertThat(READER.read(file, "a.txt")).isInstanceOf(DocumentText.class);
  }

  private static DocumentText text(byte[] content, String name) {
    ReadResult result = READER.read(content, name);
    assertThat(result).as(name).isInstanceOf(DocumentText.class);
    return (DocumentText) result;
  }

  private static String only(byte[] content, String name) {
    List<Page> pages = text(content, name).pages();
    assertThat(pages).hasSize(1);
    return pages.getFirst().text();
  }

  private static Reason reason(byte[] content, String name) {
    return ((Refused) READER.read(content, name)).reason();
  }
}
