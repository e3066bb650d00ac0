package dev.chatwright.cli.load;

import java.util.List;

/**
 * What came of many streams at once.
 *
 * @param streams how many there were
 * @param mostOpen how many were open at the same time, at most
 * @param words how many words the model said
 * @param events how many events brought them
 * @param lost how many events or words did not come
 * @param doubled how many words came twice
 * @param findings the first of what is lost or doubled, in words
 * @param delays how long words took from the model to the reader
 */
public record StreamsResult(
    int streams,
    int mostOpen,
    long words,
    long events,
    long lost,
    long doubled,
    List<String> findings,
    Delays delays) {
  /** Copies the list. */
  public StreamsResult {
    findings = List.copyOf(findings);
  }
}
