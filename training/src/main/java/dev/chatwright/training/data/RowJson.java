package dev.chatwright.training.data;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of rows, with the limits that hold for all of it. */
final class RowJson {
  private static final int MOST_DEPTH = 64;
  private static final int MOST_NAME = 4096;
  private static final int MOST_NUMBER = 1000;

  private static final Pattern SETTINGS =
      Pattern.compile(", from `[^`]*`| \\((start marker|bound as) .*", Pattern.DOTALL);

  private RowJson() {}

  /** Returns a mapper that reads strings of up to so many characters. */
  static JsonMapper mapper(int mostString) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(MOST_DEPTH)
            .maxNameLength(MOST_NAME)
            .maxNumberLength(MOST_NUMBER)
            .maxStringLength(mostString)
            .build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /** Puts into words what is no JSON; the parser's own talk of its settings is left out. */
  static String problem(JacksonException broken) {
    String what = String.valueOf(broken.getOriginalMessage());
    return "found no JSON (%s), expected an object"
        .formatted(SETTINGS.matcher(what).replaceAll(""));
  }
}
