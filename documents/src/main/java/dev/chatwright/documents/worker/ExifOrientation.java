package dev.chatwright.documents.worker;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds how a camera was held in the EXIF block of a JPEG. */
final class ExifOrientation {
  private static final int UPRIGHT = 1;
  private static final int APP1 = 0xe1;
  private static final int START_OF_SCAN = 0xda;
  private static final int EXIF = 0x45786966;
  private static final int TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;
  private static final int MOST_ENTRIES = 500;

  private ExifOrientation() {}

  /** Returns 1 to 8; 1, upright, if the file does not say or is damaged. */
  static int of(byte[] jpeg) {
    try {
      return inSegments(ByteBuffer.wrap(jpeg).position(2));
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException _) {
      return UPRIGHT;
    }
  }

  private static int inSegments(ByteBuffer jpeg) {
    while (jpeg.remaining() >= 4) {
      int marker = jpeg.getShort() & 0xffff;
      if ((marker & 0xff00) != 0xff00 || (marker & 0xff) == START_OF_SCAN) {
        return UPRIGHT;
      }
      int length = jpeg.getShort() & 0xffff;
      ByteBuffer segment = jpeg.slice(jpeg.position(), length - 2);
      if ((marker & 0xff) == APP1 && segment.remaining() > 14 && segment.getInt(0) == EXIF) {
        return inTiff(segment.slice(6, segment.remaining() - 6));
      }
      jpeg.position(jpeg.position() + length - 2);
    }
    return UPRIGHT;
  }

  private static int inTiff(ByteBuffer tiff) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    int entries = Math.min(MOST_ENTRIES, tiff.getShort(directory) & 0xffff);
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_BYTES;
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        return tiff.getShort(entry + 8) & 0xffff;
      }
    }
    return UPRIGHT;
  }
}
