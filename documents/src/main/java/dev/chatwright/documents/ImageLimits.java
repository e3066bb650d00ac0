package dev.chatwright.documents;

/**
 * Which images are taken, and how large they come out. *Immutable.*
 *
 * @param bytes the largest file
 * @param pixels the most pixels its header may announce
 * @param side the longer side of what comes out, in pixels
 */
public record ImageLimits(int bytes, int pixels, int side) {
  /** 10 MB, 40 megapixels, 2048 pixels. */
  public static final ImageLimits DEFAULT = new ImageLimits(10_000_000, 40_000_000, 2048);

  public ImageLimits {
    if (bytes < 1 || pixels < 1 || side < 1) {
      throw new IllegalArgumentException(
          "limits must be positive, not %d bytes, %d pixels, side %d"
              .formatted(bytes, pixels, side));
    }
  }
}
