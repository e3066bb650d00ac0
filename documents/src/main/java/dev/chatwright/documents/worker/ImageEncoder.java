package dev.chatwright.documents.worker;

import dev.chatwright.documents.CleanImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pixels and nothing else: JPEG for photographs, PNG for the rest. */
final class ImageEncoder {
  private static final float QUALITY = 0.9f;
  private static final int LARGE_PNG = 2_000_000;

  private ImageEncoder() {}

  static CleanImage encode(BufferedImage image, ImageKind source) throws IOException {
    boolean opaque = isOpaque(image);
    BufferedImage pixels = opaque ? withoutAlpha(image) : image;
    if (opaque && source == ImageKind.JPEG) {
      return jpeg(pixels);
    }
    byte[] png = written(pixels, "png");
    return opaque && png.length > LARGE_PNG ? jpeg(pixels) : of("image/png", pixels, png);
  }

  private static CleanImage jpeg(BufferedImage pixels) throws IOException {
    return of("image/jpeg", pixels, written(pixels, "jpeg"));
  }

  private static CleanImage of(String mediaType, BufferedImage pixels, byte[] file) {
    return new CleanImage(mediaType, pixels.getWidth(), pixels.getHeight(), file);
  }

  private static byte[] written(BufferedImage pixels, String format) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
      }
      writer.write(null, new IIOImage(pixels, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static boolean isOpaque(BufferedImage image) {
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int pixel : row) {
        if (pixel >>> 24 != 0xff) {
          return false;
        }
      }
    }
    return true;
  }

  private static BufferedImage withoutAlpha(BufferedImage image) {
    BufferedImage opaque =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    opaque.createGraphics().drawImage(image, 0, 0, null);
    return opaque;
  }
}
