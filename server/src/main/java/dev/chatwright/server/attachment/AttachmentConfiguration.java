package dev.chatwright.server.attachment;

import dev.chatwright.documents.DocumentLimits;
import dev.chatwright.documents.DocumentReader;
import dev.chatwright.documents.ImageCleaner;
import dev.chatwright.documents.ImageLimits;
import dev.chatwright.documents.WorkerLimits;
import dev.chatwright.documents.WorkerPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Names the beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import({Attachments.class, HeldFiles.class, AttachmentController.class})
public class AttachmentConfiguration {
  /** Creates the configuration. */
  public AttachmentConfiguration() {}

  @Bean
  WorkerPool documentWorkers(AttachmentLimits limits) {
    return new WorkerPool(WorkerLimits.DEFAULT.withJob(limits.readingTime()));
  }

  @Bean
  AttachmentReader attachmentReader(
      Attachments attachments, WorkerPool workers, AttachmentLimits limits) {
    AttachmentReader reader =
        new AttachmentReader(
            attachments,
            new DocumentReader(
                workers,
                new DocumentLimits(
                    limits.fileBytes(),
                    DocumentLimits.DEFAULT.characters(),
                    DocumentLimits.DEFAULT.pages())),
            new ImageCleaner(
                workers,
                new ImageLimits(
                    limits.fileBytes(), ImageLimits.DEFAULT.pixels(), ImageLimits.DEFAULT.side())));
    reader.start();
    return reader;
  }
}
