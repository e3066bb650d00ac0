package dev.chatwright.training.data.parquet;

import java.util.ArrayList;
import java.util.List;

/** What the end of a file says of the rest. Immutable. */
record Footer(SchemaNode row, List<RowGroup> groups) {

  /**
   * Reads the footer.
   *
   * @param pagesEnd where the footer begins, and the pages of the file end
   */
  static Footer read(Bytes bytes, long pagesEnd) throws ParquetException {
    ThriftStruct described = ThriftStruct.read(bytes);
    SchemaNode row = SchemaReader.read(described.structs(2));
    List<SchemaNode> leaves = new ArrayList<>();
    addLeaves(row, leaves);
    List<RowGroup> groups = new ArrayList<>();
    for (ThriftStruct group : described.structs(4)) {
      groups.add(RowGroup.read(leaves, group, pagesEnd));
    }
    return new Footer(row, List.copyOf(groups));
  }

  private static void addLeaves(SchemaNode node, List<SchemaNode> leaves) {
    if (node.isLeaf()) {
      leaves.add(node);
    }
    node.children().forEach(child -> addLeaves(child, leaves));
  }
}
