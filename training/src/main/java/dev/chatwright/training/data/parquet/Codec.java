package dev.chatwright.training.data.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** How pages are compressed. */
enum Codec {
  NONE(1),
  // A copy of 64 bytes takes 3.
  SNAPPY(22),
  // Deflate's limit.
  GZIP(1032),
  // A block of one byte many times takes 4.
  ZSTANDARD(Zstandard.MOST_BLOCK / 4);

  private static final String[] NAMES = {
    "none", "Snappy", "gzip", "LZO", "Brotli", "LZ4", "Zstandard", "LZ4"
  };
  private static final int HEADER = 64;

  private final int mostGrowth;

  Codec(int mostGrowth) {
    this.mostGrowth = mostGrowth;
  }

  static Codec of(long number) throws ParquetException {
    ParquetException.requireRange("a compression", number, 0, NAMES.length - 1L);
    return switch ((int) number) {
      case 0 -> NONE;
      case 1 -> SNAPPY;
      case 2 -> GZIP;
      case 6 -> ZSTANDARD;
      default ->
          throw new ParquetException(
              "found a column compressed with %s, expected Zstandard, Snappy, gzip or none"
                  .formatted(NAMES[(int) number]));
    };
  }

  /**
   * Unpacks a page.
   *
   * @param bytes how many it has when it is unpacked
   */
  byte[] unpack(Bytes packed, int bytes) throws ParquetException {
    long most = (long) mostGrowth * packed.remaining() + HEADER;
    ParquetException.requireRange("the bytes of an unpacked page", bytes, 0, most);
    return switch (this) {
      case NONE -> requireSize(packed.take(packed.remaining()), bytes);
      case SNAPPY -> Snappy.unpack(packed, bytes);
      case GZIP -> gunzip(packed.take(packed.remaining()), bytes);
      case ZSTANDARD -> Zstandard.unpack(packed, bytes);
    };
  }

  private static byte[] gunzip(byte[] packed, int bytes) throws ParquetException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return requireSize(stream.readNBytes(bytes), bytes);
    } catch (IOException broken) {
      throw new ParquetException("found a page that is no gzip: " + broken.getMessage());
    }
  }

  private static byte[] requireSize(byte[] page, int bytes) throws ParquetException {
    ParquetException.requireRange("the bytes of an unpacked page", page.length, bytes, bytes);
    return page;
  }
}
