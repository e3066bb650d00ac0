package dev.chatwright.documents.worker;

import java.awt.image.BufferedImage;

/** The eight ways a camera may be held, as EXIF numbers them. */
final class Orientation {
  private Orientation() {}

  /** Returns {@code image} as it is meant to be seen. */
  static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation <= 1 || orientation > 8) {
      return image;
    }
    int width = image.getWidth();
    int height = image.getHeight();
    boolean turned = orientation >= 5;
    BufferedImage upright =
        new BufferedImage(turned ? height : width, turned ? width : height, image.getType());
    for (int y = 0; y < upright.getHeight(); y++) {
      for (int x = 0; x < upright.getWidth(); x++) {
        upright.setRGB(x, y, source(image, orientation, x, y));
      }
    }
    return upright;
  }

  private static int source(BufferedImage image, int orientation, int x, int y) {
    int right = image.getWidth() - 1;
    int bottom = image.getHeight() - 1;
    return switch (orientation) {
      case 2 -> image.getRGB(right - x, y);
      case 3 -> image.getRGB(right - x, bottom - y);
      case 4 -> image.getRGB(x, bottom - y);
      case 5 -> image.getRGB(y, x);
      case 6 -> image.getRGB(y, bottom - x);
      case 7 -> image.getRGB(right - y, bottom - x);
      case 8 -> image.getRGB(right - y, x);
      default -> image.getRGB(x, y);
    };
  }
}
