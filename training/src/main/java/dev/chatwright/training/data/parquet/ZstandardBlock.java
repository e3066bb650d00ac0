package dev.chatwright.training.data.parquet;

/**
 * Unpacks the blocks of a frame that consist of literals and of copies among them (RFC 8878,
 * 3.1.1.3).
 *
 * <p>It keeps what one block leaves to the next: tables and the last three distances. Confined to
 * one thread.
 */
final class ZstandardBlock {
  private static final int[] LENGTH_COUNTS = {
    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
    -1, -1, -1, -1
  };
  private static final int[] COPY_COUNTS = {
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
  };
  private static final int[] DISTANCE_COUNTS = {
    1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
  };
  private static final LengthCodes LITERALS =
      LengthCodes.of(0, 16, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  private static final LengthCodes COPIES =
      LengthCodes.of(3, 32, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
  private static final int MOST_DISTANCE_CODE = 31;

  private final UnpackedBytes to;
  private final ZstandardLiterals literals = new ZstandardLiterals();
  private final SymbolStates lengths = new SymbolStates(LENGTH_COUNTS, 6, 9, LITERALS.most());
  private final SymbolStates distances =
      new SymbolStates(DISTANCE_COUNTS, 5, 8, MOST_DISTANCE_CODE);
  private final SymbolStates copies = new SymbolStates(COPY_COUNTS, 6, 9, COPIES.most());
  private long last = 1;
  private long lastButOne = 4;
  private long lastButTwo = 8;

  ZstandardBlock(UnpackedBytes to) {
    this.to = to;
  }

  void unpack(Bytes from) throws ParquetException {
    byte[] bytes = literals.read(from);
    int count = count(from);
    int used = 0;
    if (count > 0) {
      int modes = from.next();
      ParquetException.requireRange("reserved bits of a Zstandard block", modes & 3, 0, 0);
      lengths.choose(modes >>> 6, from);
      distances.choose(modes >>> 4 & 3, from);
      copies.choose(modes >>> 2 & 3, from);
      used = copies(count, bytes, new BackwardBits(from));
    }
    to.append(bytes, used, bytes.length - used);
  }

  private static int count(Bytes from) throws ParquetException {
    int first = from.next();
    if (first < 128) {
      return first;
    }
    return first < 255 ? ((first - 128) << 8) + from.next() : (int) from.littleEndian(2) + 0x7F00;
  }

  /** Copies as often as told, each time after some literals, and returns how many these were. */
  private int copies(int count, byte[] bytes, BackwardBits bits) throws ParquetException {
    lengths.begin(bits);
    distances.begin(bits);
    copies.begin(bits);
    int used = 0;
    for (int i = 0; i < count; i++) {
      int code = distances.symbol();
      long distance = (1L << code) + bits.read(code);
      int copied = COPIES.length(copies.symbol(), bits);
      int before = LITERALS.length(lengths.symbol(), bits);
      ParquetException.requireRange("the literals before a copy", before, 0, bytes.length - used);
      to.append(bytes, used, before);
      used += before;
      to.copy(distance(distance, before == 0), copied);
      if (i + 1 < count) {
        lengths.next(bits);
        copies.next(bits);
        distances.next(bits);
      }
    }
    bits.requireEnd();
    return used;
  }

  /** Returns the distance that a number stands for: small ones for one of the last three. */
  private long distance(long number, boolean directly) {
    if (number > 3) {
      return remembered(number - 3, 2);
    }
    int index = (int) number - 1 + (directly ? 1 : 0);
    return switch (index) {
      case 0 -> last;
      case 1 -> remembered(lastButOne, 1);
      case 2 -> remembered(lastButTwo, 2);
      default -> remembered(last - 1, 2);
    };
  }

  /** Makes a distance the last; {@code age} is how many of the others become older. */
  private long remembered(long distance, int age) {
    lastButTwo = age == 2 ? lastButOne : lastButTwo;
    lastButOne = last;
    last = distance;
    return distance;
  }
}
