package dev.chatwright.documents.worker;

import dev.chatwright.documents.DocumentText;
import dev.chatwright.documents.PageUnit;
import dev.chatwright.documents.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.PagedText;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.ooxml.OPCPackageWrapper;
import org.apache.tika.parser.pdf.PDFParser;
import org.xml.sax.SAXException;

/** Reads documents by the one parser of Tika made for each kind; no parser chooses another. */
final class TikaReading {
  private static final String DOCX =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

  private TikaReading() {}

  static DocumentText pdf(byte[] content, PageCollector pages) {
    Metadata metadata = new Metadata();
    parse(new PDFParser(), TikaInputStream.get(content), metadata, pages, PageUnit.PAGE);
    Integer count = metadata.getInt(PagedText.N_PAGES);
    if (pages.isEmpty() && count != null && count > 0) {
      throw new RefusalException(
          Reason.NO_TEXT, "There is no text in the PDF; it looks like a scan or is empty.");
    }
    return pages.toText(
        "application/pdf", title(metadata), PageUnit.PAGE, count == null ? 0 : count);
  }

  static DocumentText html(byte[] content, PageCollector pages) {
    Metadata metadata = new Metadata();
    parse(new JSoupParser(), TikaInputStream.get(content), metadata, pages, PageUnit.PART);
    return pages.toText("text/html", title(metadata), PageUnit.PART, 0);
  }

  /** The package is opened here from memory, as Tika would copy it to a file. */
  static DocumentText docx(byte[] content, PageCollector pages) {
    ZipBounds.check(content);
    Metadata metadata = new Metadata();
    try (OPCPackage document = OPCPackage.open(new ByteArrayInputStream(content));
        TikaInputStream in = TikaInputStream.get(content)) {
      in.setOpenContainer(new OPCPackageWrapper(document));
      parse(new OOXMLParser(), in, metadata, pages, PageUnit.PART);
    } catch (InvalidFormatException | IOException _) {
      throw damaged();
    }
    return pages.toText(DOCX, title(metadata), PageUnit.PART, 0);
  }

  private static void parse(
      Parser parser,
      TikaInputStream content,
      Metadata metadata,
      PageCollector pages,
      PageUnit unit) {
    TextEvents events = new TextEvents(pages, unit);
    ParseContext context = TikaSettings.context();
    try (content) {
      parser.parse(content, events, metadata, context);
    } catch (EncryptedDocumentException _) {
      throw new RefusalException(
          Reason.ENCRYPTED, "The document is protected by a password. Save it without one.");
    } catch (IOException | SAXException | TikaException e) {
      if (!pages.full()) {
        throw RefusalCause.of(e);
      }
    } catch (RuntimeException e) {
      if (!pages.full()) {
        throw RefusalCause.of(e);
      }
    }
  }

  private static String title(Metadata metadata) {
    return Objects.requireNonNullElse(metadata.get(TikaCoreProperties.TITLE), "");
  }

  private static RefusalException damaged() {
    return new RefusalException(Reason.BROKEN, "The document is damaged and could not be read.");
  }
}
