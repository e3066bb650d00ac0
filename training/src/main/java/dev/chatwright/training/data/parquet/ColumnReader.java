package dev.chatwright.training.data.parquet;

import dev.chatwright.training.data.parquet.PageSource.PackedPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/**
 * The values of a column's chunk, each with the levels that say where in a row it stands. One page
 * is in memory at a time. Confined to one thread.
 */
final class ColumnReader {
  /** The repetition level behind the last value. */
  static final int END = -1;

  private final ColumnChunk chunk;
  private final SchemaNode column;
  private final PageSource pages;
  private List<JsonNode> dictionary = List.of();
  private long left;
  private int leftInPage;
  private IntSource repetitions = () -> 0;
  private IntSource definitions = () -> 0;
  private ValueSource values = ColumnReader::noPage;
  private int repetition;
  private int definition;

  /** Stands at the first value. */
  ColumnReader(ColumnChunk chunk, PageSource pages) throws IOException {
    this.chunk = chunk;
    this.column = chunk.column();
    this.pages = pages;
    this.left = chunk.values();
    advance();
  }

  private static JsonNode noPage() throws ParquetException {
    throw new ParquetException("found a column without a page of values");
  }

  /** Returns where the value repeats: 0 in a new row; {@link #END} behind the last. */
  int repetition() {
    return repetition;
  }

  /** Returns how much of the path to the value is there. */
  int definition() {
    return definition;
  }

  /** Returns the value, or null where it is absent, and goes on to the next. */
  @Nullable JsonNode take() throws IOException {
    if (repetition == END) {
      throw new ParquetException(
          "found too few values in the column \"%s\"".formatted(column.name()));
    }
    @Nullable JsonNode value = definition == column.maxDefinition() ? values.next() : null;
    advance();
    return value;
  }

  private void advance() throws IOException {
    if (left == 0) {
      repetition = END;
      return;
    }
    while (leftInPage == 0) {
      beginPage(pages.next());
    }
    left--;
    leftInPage--;
    repetition = level(repetitions, column.maxRepetition());
    definition = level(definitions, column.maxDefinition());
  }

  private static int level(IntSource levels, int most) throws ParquetException {
    return (int) ParquetException.requireRange("a level", levels.next(), 0, most);
  }

  private void beginPage(PackedPage page) throws ParquetException {
    switch (page.header().kind()) {
      case DICTIONARY -> dictionary = dictionary(page);
      case VALUES -> begin(page);
      case VALUES_2 -> begin2(page);
      case OTHER -> {}
    }
  }

  private List<JsonNode> dictionary(PackedPage page) throws ParquetException {
    PageHeader header = page.header();
    Bytes bytes = new Bytes(chunk.codec().unpack(page.bytes(), header.bytes()));
    ValueSource plain = plain(bytes);
    List<JsonNode> entries = new ArrayList<>();
    for (int i = 0; i < header.values(); i++) {
      ParquetException.requireRange(
          "a dictionary's bytes to come", bytes.remaining(), 1, Integer.MAX_VALUE);
      entries.add(plain.next());
    }
    return entries;
  }

  private void begin(PackedPage page) throws ParquetException {
    Bytes bytes = new Bytes(chunk.codec().unpack(page.bytes(), page.header().bytes()));
    repetitions = sizedLevels(bytes, column.maxRepetition());
    definitions = sizedLevels(bytes, column.maxDefinition());
    begin(page.header(), bytes);
  }

  /** Returns the levels of a page of version 1, which are compressed with the values. */
  private static IntSource sizedLevels(Bytes bytes, int most) throws ParquetException {
    return most == 0 ? () -> 0 : levels(bytes.part(bytes.littleEndian(Integer.BYTES)), most);
  }

  private static IntSource levels(Bytes bytes, int most) throws ParquetException {
    int width = Integer.SIZE - Integer.numberOfLeadingZeros(most);
    return most == 0 ? () -> 0 : new RunLengths(bytes, width);
  }

  /** Begins a page whose levels are never compressed. */
  private void begin2(PackedPage page) throws ParquetException {
    PageHeader header = page.header();
    Bytes bytes = page.bytes();
    repetitions = levels(bytes.part(header.repetitionBytes()), column.maxRepetition());
    definitions = levels(bytes.part(header.definitionBytes()), column.maxDefinition());
    int size = header.bytes() - header.repetitionBytes() - header.definitionBytes();
    // A page without values may have nothing that could be unpacked.
    boolean unpack = header.packed() && bytes.remaining() > 0;
    begin(header, unpack ? new Bytes(chunk.codec().unpack(bytes, size)) : bytes);
  }

  private void begin(PageHeader header, Bytes bytes) throws ParquetException {
    ParquetException.requireRange("the values of a page", header.values(), 0, left);
    leftInPage = header.values();
    values =
        switch (header.encoding()) {
          case PLAIN -> plain(bytes);
          case DICTIONARY -> byDictionary(bytes);
          case RUN_LENGTHS -> truths(bytes);
        };
  }

  private ValueSource plain(Bytes bytes) {
    return new PlainValues(bytes, column.requireType(), column.typeLength());
  }

  private ValueSource byDictionary(Bytes bytes) throws ParquetException {
    // A page without values has not even the width of their places.
    IntSource places = bytes.remaining() == 0 ? bytes::next : new RunLengths(bytes, bytes.next());
    List<JsonNode> entries = dictionary;
    return () -> {
      int place = places.next();
      ParquetException.requireRange("a place in a dictionary", place, 0, entries.size() - 1L);
      return entries.get(place);
    };
  }

  private ValueSource truths(Bytes bytes) throws ParquetException {
    if (column.type() != PhysicalType.BOOLEAN) {
      throw new ParquetException(
          "found %s values as runs, expected truth values".formatted(column.type()));
    }
    RunLengths runs = new RunLengths(bytes.part(bytes.littleEndian(Integer.BYTES)), 1);
    return () -> BooleanNode.valueOf(runs.next() == 1);
  }
}
