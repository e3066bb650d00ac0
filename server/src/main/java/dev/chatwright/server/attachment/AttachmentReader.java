package dev.chatwright.server.attachment;

import dev.chatwright.documents.CleanImage;
import dev.chatwright.documents.DocumentReader;
import dev.chatwright.documents.DocumentText;
import dev.chatwright.documents.ImageCleaner;
import dev.chatwright.documents.Refused;
import dev.chatwright.server.store.StorageException;
import dev.chatwright.server.vault.Purpose;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was attached, beside everything else, a few files at a time; begins again with what a
 * server that died left unread; and removes what was never sent.
 *
 * <p>Safe for use by several threads.
 */
public final class AttachmentReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttachmentReader.class);
  private static final int AT_ONCE = 2;
  private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

  private final Attachments attachments;
  private final DocumentReader documents;
  private final ImageCleaner images;
  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final ScheduledExecutorService sweeps =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("attachment-sweep").factory());

  /** Creates the reader. */
  public AttachmentReader(Attachments attachments, DocumentReader documents, ImageCleaner images) {
    this.attachments = attachments;
    this.documents = documents;
    this.images = images;
  }

  /** Goes on with what is unread, and sweeps from time to time. */
  void start() {
    attachments.unread().forEach(unread -> readSoon(unread.id(), unread.personId()));
    var _ =
        sweeps.scheduleWithFixedDelay(this::sweep, 0, BETWEEN_SWEEPS.toSeconds(), TimeUnit.SECONDS);
  }

  private void sweep() {
    try {
      attachments.removeUnused();
    } catch (RuntimeException failure) { // the timer's root: the next sweep may succeed
      LOG.warn("unused attachments were not removed", failure);
    }
  }

  /** Begins to read one; its state tells when it is read. */
  void readSoon(String id, String personId) {
    Thread.ofVirtual().name("attachment-" + id).start(() -> read(id, personId));
  }

  private void read(String id, String personId) {
    try {
      places.acquire();
      try {
        attachments
            .find(id, personId)
            .ifPresent(found -> attachments.settle(id, personId, readOrFail(found, personId)));
      } finally {
        places.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) { // this thread's root; the next start tries again
      LOG.error("attachment={} could not be read", id, failure);
    }
  }

  /** A file that cannot be read is told as such: nobody can send a message that waits for it. */
  private Reading readOrFail(Attachment attachment, String personId) {
    try {
      return read(attachment, personId);
    } catch (StorageException failure) {
      throw failure; // it may be read when the store works again
    } catch (RuntimeException failure) {
      LOG.error("attachment={} could not be read", attachment.id(), failure);
      return Reading.failed(About.unread(attachment.name()), "the file could not be read");
    }
  }

  private Reading read(Attachment attachment, String personId) {
    About about = About.unread(attachment.name());
    byte[] content = attachments.content(attachment.id(), personId, Purpose.REPLY);
    if (attachment.kind().equals(AttachmentKind.IMAGE.wireName())) {
      return switch (images.clean(content)) {
        case CleanImage image -> Reading.image(about, image);
        case Refused refused -> Reading.failed(about, refused.message());
      };
    }
    return switch (documents.read(content, attachment.name())) {
      case DocumentText text -> Reading.document(about, text);
      case Refused refused -> Reading.failed(about, refused.message());
    };
  }

  @Override
  public void close() {
    sweeps.shutdownNow();
  }
}
