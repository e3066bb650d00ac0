package dev.chatwright.documents.worker;

import dev.chatwright.documents.ImageResult;
import dev.chatwright.documents.Job;
import dev.chatwright.documents.Reason;
import dev.chatwright.documents.Refused;
import java.awt.image.BufferedImage;
import java.io.IOException;

/** Makes one image anew, or says why not. */
final class ImageCleaning {
  private ImageCleaning() {}

  static ImageResult clean(Job.Clean job) {
    byte[] content = new byte[job.content().remaining()];
    job.content().duplicate().get(content);
    try {
      ImageKind kind = ImageKind.of(content);
      BufferedImage decoded = ImageDecoder.decode(content, kind, job.pixels());
      BufferedImage scaled = Scaling.toFit(decoded, job.side());
      int orientation = kind == ImageKind.JPEG ? ExifOrientation.of(content) : 1;
      return ImageEncoder.encode(Orientation.upright(scaled, orientation), kind);
    } catch (RefusalException e) {
      return e.refused();
    } catch (IOException | RuntimeException | StackOverflowError _) {
      return new Refused(Reason.BROKEN, "The image is damaged and could not be read.");
    }
  }
}
