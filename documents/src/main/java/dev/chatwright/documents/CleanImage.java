package dev.chatwright.documents;

/** An image made anew from the pixels of an upload, with nothing else of it. *Immutable.* */
public final class CleanImage implements ImageResult {
  private final String mediaType;
  private final int width;
  private final int height;
  private final byte[] bytes;

  /** Creates an image of a PNG or JPEG file's bytes. */
  public CleanImage(String mediaType, int width, int height, byte[] bytes) {
    this.mediaType = mediaType;
    this.width = width;
    this.height = height;
    this.bytes = bytes.clone();
  }

  /** Returns {@code image/png} or {@code image/jpeg}. */
  public String mediaType() {
    return mediaType;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** Returns a copy of the file. */
  public byte[] bytes() {
    return bytes.clone();
  }
}
