package dev.chatwright.documents.worker;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Makes images smaller by halves, so that no pixel goes unseen, into plain sRGB. */
final class Scaling {
  private Scaling() {}

  /** Returns {@code image} in sRGB with alpha, its longer side at most {@code side}. */
  static BufferedImage toFit(BufferedImage image, int side) {
    int longer = Math.max(image.getWidth(), image.getHeight());
    if (longer <= side) {
      return drawn(image, image.getWidth(), image.getHeight());
    }
    if (longer >= 2L * side) {
      return toFit(drawn(image, half(image.getWidth()), half(image.getHeight())), side);
    }
    return drawn(
        image, scaled(image.getWidth(), side, longer), scaled(image.getHeight(), side, longer));
  }

  private static int half(int length) {
    return Math.max(1, length / 2);
  }

  private static int scaled(int length, int side, int longer) {
    return Math.max(1, Math.round((float) length * side / longer));
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = target.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    pen.drawImage(image, 0, 0, width, height, null);
    pen.dispose();
    return target;
  }
}
