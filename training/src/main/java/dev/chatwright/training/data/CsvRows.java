package dev.chatwright.training.data;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of values with commas or tabs between them (RFC 4180); the first names the columns. A value
 * in quotes may go over lines.
 */
final class CsvRows implements RowSource {
  private final Lines lines;
  private final int mostBytes;
  private List<String> columns = List.of();
  private char comma = ',';

  CsvRows(Lines lines, int mostBytes) {
    this.lines = lines;
    this.mostBytes = mostBytes;
  }

  @Override
  public @Nullable Row next() throws IOException {
    if (columns.isEmpty()) {
      readColumns();
    }
    @Nullable String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    return line == null ? null : row(line);
  }

  private void readColumns() throws IOException {
    @Nullable String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    String header = line == null ? "" : line;
    comma = header.indexOf('\t') >= 0 && header.indexOf(',') < 0 ? '\t' : ',';
    columns = values(header, lines.place());
    if (columns.size() != columns.stream().distinct().count()) {
      throw DataException.at(
          lines.place(), "found a column twice in %s, expected different names".formatted(columns));
    }
  }

  private Row row(String line) throws IOException {
    Place place = lines.place();
    List<String> values = values(line, place);
    if (values.size() != columns.size()) {
      throw DataException.row(
          place,
          "found %d values, expected %d as in the first line"
              .formatted(values.size(), columns.size()));
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < values.size(); i++) {
      fields.put(columns.get(i), values.get(i));
    }
    return new Row(fields, place);
  }

  private List<String> values(String first, Place place) throws IOException {
    CsvLine row = new CsvLine(comma, place);
    row.add(first);
    int taken = first.length();
    while (row.open()) {
      String line = continued(place, taken);
      taken += line.length();
      row.add(line);
    }
    return row.values();
  }

  private String continued(Place place, int taken) throws IOException {
    @Nullable String line = lines.next();
    if (line == null) {
      throw DataException.at(place, "found the end of the file in a value, expected its last \"");
    }
    if ((long) taken + line.length() > mostBytes) {
      throw DataException.at(
          place, "found a row of more than %d bytes, which is the most".formatted(mostBytes));
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
