package dev.chatwright.training.data.parquet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Builds the tree of fields from the list that a file holds. Confined to one thread. */
final class SchemaReader {
  private static final int MOST_DEPTH = 32;
  private static final int MOST_FIELDS = 10_000;
  private static final int OPTIONAL = 1;
  private static final int REPEATED = 2;
  private static final int CONVERTED_LIST = 3;
  private static final int LOGICAL_LIST = 3;

  private final List<ThriftStruct> elements;
  private int next;
  private int leaves;

  private SchemaReader(List<ThriftStruct> elements) {
    this.elements = elements;
  }

  /** Returns the group that a row is. */
  static SchemaNode read(List<ThriftStruct> elements) throws ParquetException {
    ParquetException.requireRange("the number of fields", elements.size(), 2, MOST_FIELDS);
    SchemaReader reader = new SchemaReader(elements);
    SchemaNode root = reader.node(0, 0, 0);
    if (reader.next != elements.size()) {
      throw ParquetException.unexpected(
          "the fields of a row", reader.next, Integer.toString(elements.size()));
    }
    return root;
  }

  private SchemaNode node(int depth, int outerDefinition, int outerRepetition)
      throws ParquetException {
    ParquetException.requireRange("the depth of a field", depth, 0, MOST_DEPTH);
    ThriftStruct element = element();
    // The row itself is there once, whatever its element says.
    long repetition =
        depth == 0 ? 0 : ParquetException.requireRange("a repetition", element.number(3), 0, 2);
    int definition = outerDefinition + (repetition == 0 ? 0 : 1);
    int times = outerRepetition + (repetition == REPEATED ? 1 : 0);
    int leaf = leaves;
    List<SchemaNode> children = children(element, depth, definition, times);
    if (children.isEmpty()) {
      leaves++;
    }
    return new SchemaNode(
        element.text(4),
        repetition == REPEATED,
        repetition == OPTIONAL,
        children.isEmpty() ? PhysicalType.of(element.number(1)) : null,
        (int) ParquetException.requireRange("a type's length", element.number(2, 0), 0, 1 << 20),
        isList(element) && children.size() == 1 && children.getFirst().repeated(),
        definition,
        times,
        leaf,
        leaves - leaf,
        children);
  }

  private List<SchemaNode> children(ThriftStruct element, int depth, int definition, int times)
      throws ParquetException {
    long count = element.number(5, 0);
    ParquetException.requireRange("the number of fields", count, 0, elements.size());
    List<SchemaNode> children = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (long i = 0; i < count; i++) {
      SchemaNode child = node(depth + 1, definition, times);
      if (!names.add(child.name())) {
        throw new ParquetException("found two fields of the name \"%s\"".formatted(child.name()));
      }
      children.add(child);
    }
    return List.copyOf(children);
  }

  private ThriftStruct element() throws ParquetException {
    if (next == elements.size()) {
      throw new ParquetException("found fewer fields than the schema announces");
    }
    return elements.get(next++);
  }

  private static boolean isList(ThriftStruct element) throws ParquetException {
    boolean logical = element.find(10).map(type -> type.has(LOGICAL_LIST)).orElse(false);
    return logical || element.number(6, -1) == CONVERTED_LIST;
  }
}
