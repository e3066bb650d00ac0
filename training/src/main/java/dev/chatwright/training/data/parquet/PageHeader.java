package dev.chatwright.training.data.parquet;

/**
 * What stands before a page. Immutable.
 *
 * @param values how many it has, absent ones and empty lists included
 * @param packedBytes its bytes in the file
 * @param bytes its bytes when it is unpacked
 * @param hasChecksum whether the file holds one of the packed bytes
 * @param checksum their CRC-32, if so
 * @param repetitionBytes of the levels before the values, in a page of version 2
 * @param definitionBytes of the levels that follow these, in a page of version 2
 * @param packed whether the values are compressed as the column is
 */
record PageHeader(
    Kind kind,
    int values,
    Encoding encoding,
    int packedBytes,
    int bytes,
    boolean hasChecksum,
    int checksum,
    int repetitionBytes,
    int definitionBytes,
    boolean packed) {
  /** The most bytes of a page: writers make them of a megabyte. */
  static final int MOST_BYTES = 256 << 20;

  /** What a page holds. */
  enum Kind {
    VALUES,
    VALUES_2,
    DICTIONARY,
    /** Something that is not needed to read the values. */
    OTHER
  }

  /** How values are written. */
  enum Encoding {
    PLAIN,
    DICTIONARY,
    RUN_LENGTHS;

    static Encoding of(long number) throws ParquetException {
      return switch ((int) number) {
        case 0 -> PLAIN;
        case 2, 8 -> DICTIONARY;
        case 3 -> RUN_LENGTHS;
        default ->
            throw ParquetException.unexpected(
                "an encoding", number, "0 (plain), 2 or 8 (dictionary) or 3 (runs)");
      };
    }
  }

  static PageHeader read(Bytes bytes) throws ParquetException {
    ThriftStruct header = ThriftStruct.read(bytes);
    return switch ((int) header.number(1)) {
      case 0 -> of(Kind.VALUES, header, header.struct(5), 2);
      case 2 -> of(Kind.DICTIONARY, header, header.struct(7), 2);
      case 3 -> of(Kind.VALUES_2, header, header.struct(8), 4);
      default -> of(Kind.OTHER, header, header, 0);
    };
  }

  private static PageHeader of(Kind kind, ThriftStruct header, ThriftStruct page, int encoding)
      throws ParquetException {
    boolean second = kind == Kind.VALUES_2;
    return new PageHeader(
        kind,
        kind == Kind.OTHER ? 0 : page.size(1, Integer.MAX_VALUE),
        kind == Kind.OTHER ? Encoding.PLAIN : Encoding.of(page.number(encoding)),
        header.size(3, MOST_BYTES),
        header.size(2, MOST_BYTES),
        header.has(4),
        (int) header.number(4, 0),
        second ? page.size(6, MOST_BYTES) : 0,
        second ? page.size(5, MOST_BYTES) : 0,
        !second || page.truth(7, true));
  }
}
