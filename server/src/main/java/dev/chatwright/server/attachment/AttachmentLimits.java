package dev.chatwright.server.attachment;

import java.time.Duration;

/**
 * How much people may attach.
 *
 * <p>Immutable.
 *
 * @param fileBytes the largest file
 * @param readingTime how long reading a file may take
 * @param personBytes the most bytes of one person
 * @param personFiles the most files of one person
 * @param unusedKept how long a file is kept that no message holds
 */
public record AttachmentLimits(
    int fileBytes, Duration readingTime, long personBytes, int personFiles, Duration unusedKept) {
  /** 25 MB a file; 2 GB and 10,000 files a person; a day. */
  public static final AttachmentLimits DEFAULT =
      new AttachmentLimits(
          25_000_000, Duration.ofSeconds(20), 2_000_000_000, 10_000, Duration.ofDays(1));

  /** Returns these limits with others for one file. */
  public AttachmentLimits with(int bytes, Duration time) {
    return new AttachmentLimits(bytes, time, personBytes, personFiles, unusedKept);
  }
}
