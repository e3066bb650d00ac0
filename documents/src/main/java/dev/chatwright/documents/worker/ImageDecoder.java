package dev.chatwright.documents.worker;

import dev.chatwright.documents.Reason;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes the first image of a file, once its header has said how large it is. */
final class ImageDecoder {
  private static final long MOST_DECODED_BYTES = 96L << 20;
  private static final int PNG_DEPTH_AT = 24;

  private ImageDecoder() {}

  static BufferedImage decode(byte[] content, ImageKind kind, int mostPixels) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(kind.name()).next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      checkSize(width, height, mostPixels);
      ImageReadParam every = reader.getDefaultReadParam();
      every.setSourceRegion(new Rectangle(width, height));
      int period = period(width, height, bytesPerPixel(content, kind));
      every.setSourceSubsampling(period, period, 0, 0);
      return reader.read(0, every);
    } finally {
      reader.dispose();
    }
  }

  private static void checkSize(int width, int height, int mostPixels) {
    if (width < 1 || height < 1) {
      throw new RefusalException(Reason.BROKEN, "The image is damaged and could not be read.");
    }
    if ((long) width * height > mostPixels) {
      throw new RefusalException(
          Reason.TOO_LARGE,
          "The image has %d × %d pixels; the limit is %.1f megapixels."
              .formatted(width, height, mostPixels / 1e6));
    }
  }

  /** Returns how many pixels to go on by, so that what is decoded fits into memory. */
  private static int period(int width, int height, int bytesPerPixel) {
    int period = 1;
    while ((long) (width / period) * (height / period) * bytesPerPixel > MOST_DECODED_BYTES) {
      period++;
    }
    return period;
  }

  private static int bytesPerPixel(byte[] content, ImageKind kind) {
    boolean deep =
        kind == ImageKind.PNG && content.length > PNG_DEPTH_AT && content[PNG_DEPTH_AT] == 16;
    return deep ? 8 : 4;
  }
}
