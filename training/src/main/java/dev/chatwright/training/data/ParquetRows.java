package dev.chatwright.training.data;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of a Parquet file: texts, numbers and truth values, and structures and lists of them. Other
 * values are read as the text that stands for them.
 *
 * <p>Pages are unpacked by a library, which holds those of a row group's columns; a row is bounded
 * when it has been read.
 */
final class ParquetRows implements RowSource {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Path file;
  private final int mostRowBytes;
  private final ParquetFileReader reader;
  private final RowReader rows;
  private long number;

  private ParquetRows(Path file, int mostRowBytes, ParquetFileReader reader) {
    this.file = file;
    this.mostRowBytes = mostRowBytes;
    this.reader = reader;
    this.rows = reader.rowReader();
  }

  /**
   * Opens a file.
   *
   * @throws DataException if it is broken
   */
  static ParquetRows open(Path file, int mostRowBytes) throws IOException {
    try {
      return new ParquetRows(file, mostRowBytes, ParquetFileReader.open(InputFile.of(file)));
    } catch (IOException | RuntimeException broken) {
      throw DataException.file(file, problem(broken));
    }
  }

  private static String problem(Exception broken) {
    return "found a broken file (%s), expected Parquet".formatted(broken.getMessage());
  }

  @Override
  public @Nullable Row next() throws IOException {
    number++;
    Place place = Place.row(file, number);
    try {
      if (!rows.hasNext()) {
        return null;
      }
      rows.next();
      return new Row(new Reading(place, mostRowBytes).struct(rows), place);
    } catch (RuntimeException broken) {
      throw DataException.at(place, problem(broken));
    }
  }

  /** A row being read, and how much more of it there may be. */
  private static final class Reading {
    private final Place place;
    private final int most;
    private long left;

    Reading(Place place, int most) {
      this.place = place;
      this.most = most;
      this.left = most;
    }

    ObjectNode struct(StructAccessor struct) throws DataException {
      ObjectNode node = NODES.objectNode();
      for (int field = 0; field < struct.getFieldCount(); field++) {
        if (!struct.isNull(field)) {
          node.set(struct.getFieldName(field), value(struct.getValue(field)));
        }
      }
      return node;
    }

    private JsonNode value(@Nullable Object value) throws DataException {
      spend(1);
      return switch (value) {
        case null -> NODES.nullNode();
        case String text -> text(text);
        case Boolean truth -> NODES.booleanNode(truth);
        case Integer whole -> NODES.numberNode(whole);
        case Long whole -> NODES.numberNode(whole);
        case Float number -> NODES.numberNode(number);
        case Double number -> NODES.numberNode(number);
        case PqStruct struct -> struct(struct);
        case PqList list -> list(list);
        case PqMap map -> text("a map of " + map.size());
        case byte[] bytes -> text("binary of %d bytes".formatted(bytes.length));
        default -> text(value.toString());
      };
    }

    private JsonNode text(String text) throws DataException {
      spend(text.length());
      return NODES.stringNode(text);
    }

    private ArrayNode list(PqList list) throws DataException {
      ArrayNode node = NODES.arrayNode();
      for (int i = 0; i < list.size(); i++) {
        node.add(value(list.isNull(i) ? null : list.get(i)));
      }
      return node;
    }

    private void spend(int amount) throws DataException {
      left -= amount;
      if (left < 0) {
        throw DataException.row(
            place, "found a row of more than %d bytes, which is the most".formatted(most));
      }
    }
  }

  @Override
  public void close() throws IOException {
    rows.close();
    reader.close();
  }
}
