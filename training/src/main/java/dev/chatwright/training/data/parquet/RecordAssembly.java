package dev.chatwright.training.data.parquet;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the rows of a group together from its columns. Confined to one thread. */
final class RecordAssembly {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What a value takes in memory besides its text, about. */
  private static final int NODE_BYTES = 16;

  private final SchemaNode row;
  private final List<ColumnReader> columns;
  private final int mostRowBytes;
  private long rowBytes;

  RecordAssembly(SchemaNode row, List<ColumnReader> columns, int mostRowBytes) {
    this.row = row;
    this.columns = columns;
    this.mostRowBytes = mostRowBytes;
  }

  /** Returns the next row. */
  ObjectNode next() throws IOException {
    rowBytes = 0;
    requireAll(0, "found a column that goes on with the row before");
    return group(row);
  }

  /** Requires that all columns are read. */
  void end() throws ParquetException {
    requireAll(ColumnReader.END, "found more values in a column than rows");
  }

  private void requireAll(int repetition, String problem) throws ParquetException {
    for (ColumnReader column : columns) {
      if (column.repetition() != repetition) {
        throw new ParquetException(problem);
      }
    }
  }

  private ObjectNode group(SchemaNode node) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (SchemaNode child : node.children()) {
      object.set(child.name(), child.repeated() ? list(child) : value(child));
    }
    return object;
  }

  /** Returns what a field holds, once. */
  private JsonNode value(SchemaNode node) throws IOException {
    if (node.isLeaf()) {
      return counted(columns.get(node.leaf()).take());
    }
    if (isAbsent(node)) {
      skip(node);
      return counted(null);
    }
    return node.list() ? list(node.children().getFirst()) : group(node);
  }

  private ArrayNode list(SchemaNode node) throws IOException {
    ArrayNode elements = NODES.arrayNode();
    if (isAbsent(node)) {
      skip(node);
      return elements;
    }
    do {
      elements.add(element(node));
    } while (columns.get(node.leaf()).repetition() == node.maxRepetition());
    return elements;
  }

  private JsonNode element(SchemaNode node) throws IOException {
    if (node.isLeaf()) {
      return value(node);
    }
    if (node.holdsElement()) {
      SchemaNode only = node.children().getFirst();
      return only.repeated() ? list(only) : value(only);
    }
    counted(null);
    return group(node);
  }

  private boolean isAbsent(SchemaNode node) {
    return columns.get(node.leaf()).definition() < node.maxDefinition();
  }

  /** Passes over what the columns in a field hold in place of it. */
  private void skip(SchemaNode node) throws IOException {
    for (int i = node.leaf(); i < node.leaf() + node.leaves(); i++) {
      columns.get(i).take();
    }
  }

  /** Counts a value towards the bound of a row. */
  private JsonNode counted(@Nullable JsonNode value) throws ParquetException {
    rowBytes += NODE_BYTES;
    if (value != null && value.isString()) {
      rowBytes += value.stringValue().length();
    } else if (value != null && value.isBinary()) {
      rowBytes += value.binaryValue().length;
    }
    if (rowBytes > mostRowBytes) {
      throw new ParquetException(
          "found a row of more than %d bytes, which is the most".formatted(mostRowBytes));
    }
    return value == null ? NODES.nullNode() : value;
  }
}
