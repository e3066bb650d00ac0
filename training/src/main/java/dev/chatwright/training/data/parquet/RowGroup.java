package dev.chatwright.training.data.parquet;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows whose columns lie side by side. Immutable.
 *
 * @param columns in the order of the schema
 */
record RowGroup(long rows, List<ColumnChunk> columns) {

  static RowGroup read(List<SchemaNode> leaves, ThriftStruct group, long pagesEnd)
      throws ParquetException {
    List<ThriftStruct> chunks = group.structs(1);
    ParquetException.requireRange("the columns", chunks.size(), leaves.size(), leaves.size());
    long rows = group.number(3);
    ParquetException.requireRange("the rows of a group", rows, 0, Long.MAX_VALUE);
    List<ColumnChunk> columns = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      ColumnChunk chunk = ColumnChunk.read(leaves.get(i), chunks.get(i), pagesEnd);
      // Lists may have more values than rows, nothing has fewer.
      long most = chunk.column().maxRepetition() == 0 ? rows : Long.MAX_VALUE;
      ParquetException.requireRange("the values of a column", chunk.values(), rows, most);
      columns.add(chunk);
    }
    return new RowGroup(rows, List.copyOf(columns));
  }
}
