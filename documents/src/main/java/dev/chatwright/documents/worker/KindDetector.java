package dev.chatwright.documents.worker;

import dev.chatwright.documents.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells from the first bytes of a file what it is; the name only decides between texts. */
final class KindDetector {
  private static final int HEAD = 1_024;
  private static final byte[] OLE = {
    (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1
  };
  private static final Pattern HTML_START =
      Pattern.compile(
          "^(?:<\\?xml[^>]*>\\s*)?(?:<!--.{0,500}?-->\\s*)*+<(?:!doctype html|html)\\b.*");
  private static final List<String> IMAGES =
      List.of("\u0089PNG", "\u00ff\u00d8\u00ff", "GIF8", "II*\0", "MM\0*");

  private KindDetector() {}

  static DocumentKind detect(byte[] content, FileName name) {
    String head = latin(content, HEAD);
    if (head.startsWith("PK\u0003\u0004")) {
      return DocumentKind.DOCX;
    }
    if (startsWith(content, OLE)) {
      throw oldOffice(content);
    }
    refuseOthers(head);
    if (head.stripLeading().startsWith("%PDF-") || (name.saysPdf() && head.contains("%PDF-"))) {
      return DocumentKind.PDF;
    }
    return looksLikeHtml(head, name) ? DocumentKind.HTML : DocumentKind.TEXT;
  }

  private static boolean looksLikeHtml(String head, FileName name) {
    if (name.saysSource()) {
      return false;
    }
    String start = head.replace("\0", "").replaceFirst("^[\u00ef\u00bb\u00bf\u00fe\u00ff]+", "");
    String lower = start.strip().toLowerCase(Locale.ROOT);
    return HTML_START.matcher(lower.replace('\n', ' ').replace('\r', ' ')).matches()
        || (name.saysHtml() && lower.contains("<"));
  }

  private static void refuseOthers(String head) {
    if (IMAGES.stream().anyMatch(head::startsWith)
        || (head.startsWith("RIFF") && head.startsWith("WEBP", 8))) {
      throw new RefusalException(
          Reason.UNSUPPORTED, "The file is an image, and no text is read from images.");
    }
    if (head.startsWith("{\\rtf")) {
      throw new RefusalException(
          Reason.UNSUPPORTED, "RTF is not read. Save the document as DOCX or PDF.");
    }
  }

  /** Word keeps an encrypted DOCX inside a container of the old format. */
  private static RefusalException oldOffice(byte[] content) {
    String utf16 = latin(content, content.length).replace("\0", "");
    if (utf16.contains("EncryptedPackage")) {
      return new RefusalException(
          Reason.ENCRYPTED, "The document is protected by a password. Save it without one.");
    }
    return new RefusalException(
        Reason.UNSUPPORTED, "Old Office files are not read. Save the document as DOCX or PDF.");
  }

  private static boolean startsWith(byte[] content, byte[] magic) {
    return content.length >= magic.length
        && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
  }

  private static String latin(byte[] content, int atMost) {
    return new String(content, 0, Math.min(atMost, content.length), StandardCharsets.ISO_8859_1);
  }
}
