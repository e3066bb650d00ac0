package dev.chatwright.dialogue.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Cuts a JSON text into its conversations without parsing them: the elements of a list, those of
 * the list "conversations" in an object, or the object itself. Confined to one thread.
 *
 * <p>Only brackets and strings are looked at, so one conversation at a time stands in memory, and
 * one that is too large or broken inside is passed over.
 */
final class JsonElements {
  private enum State {
    START,
    FIRST,
    NEXT,
    ENDED
  }

  private final JsonBytes bytes;
  private final ImportLimits limits;
  private State state = State.START;
  private boolean wrapped;
  private Optional<JsonElement> header = Optional.empty();

  JsonElements(InputStream in, ImportLimits limits) {
    this.bytes = new JsonBytes(in);
    this.limits = limits;
  }

  /** What stood before the list of an object, once the first element was asked for. */
  Optional<JsonElement> header() {
    return header;
  }

  /** The next conversation, or empty at the end. */
  Optional<JsonElement> next() throws IOException {
    if (state == State.START) {
      Optional<JsonElement> single = begin();
      if (single.isPresent()) {
        return single;
      }
    }
    return state == State.ENDED ? Optional.empty() : element();
  }

  private Optional<JsonElement> begin() throws IOException {
    bytes.skipByteOrderMark();
    int first = bytes.takeAfterSpace();
    state = State.FIRST;
    if (first == '[') {
      return Optional.empty();
    }
    if (first != '{') {
      throw bytes.broken("expected [ or {, found " + JsonBytes.described(first));
    }
    JsonElement element = new Scan(first, true).element();
    if (wrapped) {
      header = Optional.of(element);
      return Optional.empty();
    }
    end();
    return Optional.of(element);
  }

  private Optional<JsonElement> element() throws IOException {
    int value = bytes.takeAfterSpace();
    if (value == ']') {
      if (wrapped) {
        skipToEndOfObject();
      }
      end();
      return Optional.empty();
    }
    if (state == State.NEXT) {
      if (value != ',') {
        throw bytes.broken(
            "expected , or ] after a conversation, found " + JsonBytes.described(value));
      }
      value = bytes.takeAfterSpace();
    }
    if (value == -1 || value == ']' || value == ',' || value == '}' || value == ':') {
      throw bytes.broken("expected a conversation, found " + JsonBytes.described(value));
    }
    state = State.NEXT;
    return Optional.of(new Scan(value, false).element());
  }

  private void skipToEndOfObject() throws IOException {
    new Scan('{', false).element();
  }

  private void end() throws IOException {
    state = State.ENDED;
    int rest = bytes.takeAfterSpace();
    if (rest != -1) {
      throw bytes.broken("expected the end of the file, found " + JsonBytes.described(rest));
    }
  }

  /** Takes the bytes of one value. */
  private final class Scan {
    private final JsonBuffer buffer = new JsonBuffer(limits.conversationBytes());
    private final long line = bytes.line();
    private final long column = bytes.column();
    private final boolean looksForList;
    private int depth;
    private int deepest;

    Scan(int first, boolean looksForList) throws IOException {
      this.looksForList = looksForList;
      if (first == '{' || first == '[' || first == '"') {
        int value = first;
        while (!ends(value)) {
          value = taken();
        }
      } else {
        scalar(first);
      }
    }

    JsonElement element() {
      return new JsonElement(buffer, line, column, deepest, limits);
    }

    private int taken() throws IOException {
      int value = bytes.take();
      if (value == -1) {
        throw bytes.broken(
            "the file ends within the conversation that begins at line %d, column %d"
                .formatted(line, column));
      }
      return value;
    }

    /** Takes in a byte, and tells whether the value ends with it. */
    private boolean ends(int value) throws IOException {
      if (value == '[' && isTheList()) {
        wrapped = true;
        "null}".chars().forEach(buffer::add);
        return true;
      }
      buffer.add(value);
      switch (value) {
        case '{', '[' -> deepest = Math.max(deepest, ++depth);
        case '}', ']' -> depth--;
        case '"' -> string();
        default -> {}
      }
      return depth == 0;
    }

    private boolean isTheList() {
      return looksForList && depth == 1 && buffer.endsWithName("conversations");
    }

    private void string() throws IOException {
      int value = taken();
      while (value != '"') {
        buffer.add(value);
        if (value == '\\') {
          buffer.add(taken());
        }
        value = taken();
      }
      buffer.add(value);
    }

    private void scalar(int first) throws IOException {
      buffer.add(first);
      int value = bytes.peek();
      while (value != -1
          && value != ','
          && value != ']'
          && value != '}'
          && !JsonBytes.isSpace(value)) {
        buffer.add(bytes.take());
        value = bytes.peek();
      }
    }
  }
}
