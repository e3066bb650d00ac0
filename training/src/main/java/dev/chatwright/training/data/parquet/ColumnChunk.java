package dev.chatwright.training.data.parquet;

/**
 * Where the values of a column lie that belong to one group of rows. Immutable.
 *
 * @param values how many there are, absent ones and empty lists included
 * @param begin where its first page begins in the file
 * @param end where its last page ends
 */
record ColumnChunk(SchemaNode column, Codec codec, long values, long begin, long end) {

  /**
   * Reads a chunk's description.
   *
   * @param pagesEnd where the pages of the file end
   */
  static ColumnChunk read(SchemaNode column, ThriftStruct chunk, long pagesEnd)
      throws ParquetException {
    if (chunk.has(1)) {
      throw new ParquetException(
          "found a column that lies in another file, \"%s\"".formatted(chunk.text(1)));
    }
    ThriftStruct described = chunk.struct(3);
    if (PhysicalType.of(described.number(1)) != column.type()) {
      throw new ParquetException(
          "found another type in the column \"%s\" than in the schema".formatted(column.name()));
    }
    long data = described.number(9);
    long dictionary = described.number(11, 0);
    long begin = dictionary > 0 && dictionary < data ? dictionary : data;
    long values = described.number(5);
    ParquetException.requireRange("the values of a column", values, 0, Long.MAX_VALUE);
    // Writers say nothing of where no value is.
    long least = values == 0 ? 0 : ParquetFile.MAGIC_BYTES;
    ParquetException.requireRange("where a column begins", begin, least, pagesEnd);
    long bytes = described.number(7);
    ParquetException.requireRange("the bytes of a column", bytes, 0, pagesEnd - begin);
    return new ColumnChunk(column, Codec.of(described.number(4)), values, begin, begin + bytes);
  }
}
