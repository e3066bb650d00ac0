package dev.chatwright.documents;

import java.nio.ByteBuffer;

/**
 * Makes uploaded images harmless: decodes PNG, JPEG, GIF (its first frame) or BMP, and encodes the
 * pixels anew, turned upright, without metadata and without whatever else the file held.
 *
 * <p>SVG is a program, not an image: it is refused here and can be read as text. *Safe for use by
 * several threads.*
 */
public final class ImageCleaner {
  private final WorkerPool workers;
  private final ImageLimits limits;

  /** Creates a cleaner; no process starts before the first image. */
  public ImageCleaner(WorkerPool workers, ImageLimits limits) {
    this.workers = workers;
    this.limits = limits;
  }

  /** Returns a new image of the pixels in {@code content}; waits for at most the pool's limits. */
  public ImageResult clean(byte[] content) {
    if (content.length > limits.bytes()) {
      return new Refused(
          Reason.TOO_LARGE,
          "The image has %s; the limit is %s."
              .formatted(Megabytes.of(content.length), Megabytes.of(limits.bytes())));
    }
    Job job = new Job.Clean(limits.pixels(), limits.side(), ByteBuffer.wrap(content));
    return switch (workers.run(job)) {
      case ImageResult result -> result;
      case DocumentText _ -> throw new IllegalStateException("a text in place of an image");
    };
  }
}
