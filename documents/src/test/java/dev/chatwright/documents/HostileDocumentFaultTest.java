package dev.chatwright.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Uploads made to harm: classes V3 (files that become pages), V6 (requests in the server's name),
 * V10 (paths in archives) and V16 (denial of service).
 */
class HostileDocumentFaultTest {
  private static final String WORD = "word/document.xml";
  private static final String OPEN =
      "<w:document"
          + " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
          + "<w:p><w:r><w:t>";
  private static final String CLOSE = "</w:t></w:r></w:p></w:body></w:document>";
  private static final WorkerPool WORKERS = new WorkerPool(WorkerLimits.DEFAULT);
  private static final DocumentReader READER = new DocumentReader(WORKERS, DocumentLimits.DEFAULT);

  @AfterAll
  static void end() {
    WORKERS.close();
  }

  @Test
  void aZipBombIsTooLarge() throws IOException {
    byte[] bomb = Samples.withEntry(Samples.docx("x"), "word/media/a.bin", new byte[150_000_000]);

    assertThat(reason(bomb, "a.docx")).isEqualTo(Reason.TOO_LARGE);
    stillWorks();
  }

  @Test
  void aPageThatInflatesWithoutEndIsStopped() throws IOException {
    byte[] bomb = Samples.inflatingPdf(600);
    WorkerLimits hasty = WorkerLimits.DEFAULT.withJob(Duration.ofSeconds(3));

    try (WorkerPool pool = new WorkerPool(hasty)) {
      ReadResult result = new DocumentReader(pool, DocumentLimits.DEFAULT).read(bomb, "a.pdf");

      assertThat(bomb.length).isLessThan(2_000_000);
      assertThat(((Refused) result).reason()).isIn(Reason.TOO_LARGE, Reason.TOO_SLOW);
    }
  }

  @Test
  void entitiesDoNotMultiply() throws IOException {
    StringBuilder dtd = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      dtd.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
    }
    String xml = "<?xml version=\"1.0\"?>" + dtd + "]>" + OPEN + "&a29;" + CLOSE;

    ReadResult result =
        READER.read(Samples.withEntry(Samples.docx("x"), WORD, Samples.utf8(xml)), "a.docx");

    assertThat(result.toString()).doesNotContain("haha");
    stillWorks();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 200_000})
  void deepNestingIsSurvived(int depth) throws IOException {
    String html = "<html>" + "<div><b>".repeat(depth) + "deep";
    String xml = OPEN + "<w:x>".repeat(depth) + "deep" + "</w:x>".repeat(depth) + CLOSE;
    byte[] docx = Samples.withEntry(Samples.docx("x"), WORD, Samples.utf8(xml));

    assertThat(READER.read(Samples.utf8(html), "a.html")).isNotNull();
    assertThat(READER.read(docx, "a.docx")).isNotNull();
    stillWorks();
  }

  @Test
  void nothingADocumentNamesIsFetched() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.close();
        });
    server.start();
    String at = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    String dtd = "<!DOCTYPE x SYSTEM \"" + at + "x.dtd\" [<!ENTITY e SYSTEM \"" + at + "e\">]>";

    READER.read(
        Samples.withEntry(Samples.docx("x"), WORD, Samples.utf8(dtd + OPEN + "&e;" + CLOSE)),
        "a.docx");
    READER.read(
        Samples.utf8(
            "<?xml version='1.0'?>%s<html><head><link rel=stylesheet href='%2$s'><base href='%2$s'>"
                    .formatted(dtd, at)
                + "<body><img src='%1$s'><iframe src='%1$s'></iframe>text".formatted(at)),
        "a.html");
    READER.read(
        Samples.withEntry(
            Samples.docx("x"),
            "word/_rels/document.xml.rels",
            Samples.utf8(
                "<Relationships"
                    + " xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship"
                    + " Id='rId1' TargetMode='External' Target='"
                    + at
                    + "' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/image'/>"
                    + "</Relationships>")),
        "a.docx");
    server.stop(0);

    assertThat(requests).hasValue(0);
  }

  @Test
  void pathsInAnArchiveMeanNothing() throws IOException {
    byte[] docx = Samples.withEntry(Samples.docx("fine"), "../../../tmp/x", new byte[5]);

    assertThat(READER.read(docx, "../../etc/passwd.docx").toString()).contains("fine");
  }

  @Test
  void otherArchivesAndProgramsAreRefused() throws IOException {
    byte[] zip = Samples.withEntry(Samples.docx("x"), "[Content_Types].xml", new byte[9]);
    byte[] garbage = new byte[5_000];
    new Random(5).nextBytes(garbage);

    assertThat(reason(zip, "a.docx")).isEqualTo(Reason.UNSUPPORTED);
    assertThat(reason(garbage, "a.txt")).isEqualTo(Reason.UNSUPPORTED);
    assertThat(reason(Samples.utf8("text\0with a nul and more text"), "a.txt"))
        .isEqualTo(Reason.UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void cutFilesGiveTextOrAReason(long seed) throws IOException {
    Random random = new Random(seed);
    for (byte[] whole : new byte[][] {Samples.pdf("one", "two"), Samples.docx("one", "two")}) {
      for (int i = 0; i < 40; i++) {
        byte[] cut = Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));

        assertThat(READER.read(cut, "a.pdf")).as("seed %d, cut %d", seed, i).isNotNull();
      }
    }
    stillWorks();
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void changedBytesGiveTextOrAReason(long seed) throws IOException {
    Random random = new Random(seed);
    byte[][] wholes = {
      Samples.pdf("one", "two"), Samples.docx("one", "two"), Samples.utf8("<html><p>x<b>y</p>")
    };
    for (int i = 0; i < 500; i++) {
      byte[] changed = wholes[i % wholes.length].clone();
      for (int change = random.nextInt(8); change >= 0; change--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }

      ReadResult result = READER.read(changed, "a.pdf");

      assertThat(result).as("seed %d, change %d", seed, i).isNotNull();
      if (result instanceof Refused refused) {
        assertThat(refused.reason()).isNotEqualTo(Reason.UNAVAILABLE);
      }
    }
    stillWorks();
  }

  private static Reason reason(byte[] content, String name) {
    return ((Refused) READER.read(content, name)).reason();
  }

  private static void stillWorks() {
    assertThat(READER.read(Samples.utf8("after all"), "a.txt").toString()).contains("after all");
  }
}
