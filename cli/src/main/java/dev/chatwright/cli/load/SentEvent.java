package dev.chatwright.cli.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An event of a stream, whole: one that was cut off never becomes one of these.
 *
 * <p>Immutable.
 *
 * @param id its number, 0 for the mark at the end
 * @param data what it says
 */
public record SentEvent(long id, String data) {
  private static final String END = "[DONE]";
  private static final String ID = "id: ";
  private static final String DATA = "data: ";

  /** Reads the next event; empty where the stream ends, even within an event. */
  public static Optional<SentEvent> read(BufferedReader lines) throws IOException {
    long id = 0;
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty() && !data.isEmpty()) {
        return Optional.of(new SentEvent(id, data));
      } else if (line.startsWith(ID)) {
        id = Long.parseLong(line.substring(ID.length()));
      } else if (line.startsWith(DATA)) {
        data = line.substring(DATA.length());
      }
    }
    return Optional.empty();
  }

  public boolean isEnd() {
    return data.equals(END);
  }

  public JsonNode json() {
    return Api.JSON.readTree(data);
  }
}
