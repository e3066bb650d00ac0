package dev.chatwright.documents.worker;

import dev.chatwright.documents.Job;
import dev.chatwright.documents.ReadResult;
import dev.chatwright.documents.Reason;
import dev.chatwright.documents.Refused;

/** Finds the text of one document, or the reason why there is none. */
final class DocumentReading {
  private DocumentReading() {}

  static ReadResult read(Job.Read job) {
    try {
      return extract(job);
    } catch (RefusalException e) {
      return e.refused();
    } catch (StackOverflowError _) {
      return new Refused(Reason.TOO_LARGE, "The file is nested too deeply.");
    } catch (RuntimeException _) {
      return new Refused(Reason.BROKEN, "The file is damaged and could not be read.");
    }
  }

  private static ReadResult extract(Job.Read job) {
    byte[] content = new byte[job.content().remaining()];
    job.content().duplicate().get(content);
    FileName name = FileName.of(job.name());
    PageCollector pages = new PageCollector(job.characters(), job.pages());
    return switch (KindDetector.detect(content, name)) {
      case PDF -> TikaReading.pdf(content, pages);
      case DOCX -> TikaReading.docx(content, pages);
      case HTML -> TikaReading.html(content, pages);
      case TEXT -> TextReading.read(content, name, pages);
    };
  }
}
