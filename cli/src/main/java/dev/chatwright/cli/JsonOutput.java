package dev.chatwright.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Whether a command reports in JSON: one object, on the last line of standard output. */
final class JsonOutput {
  @Option(
      names = "--json",
      description = "Report as one JSON object on the last line of standard output.")
  private boolean json;

  boolean wanted() {
    return json;
  }

  /** Prints the object. */
  static void print(Object value) {
    // Fetched here and not kept in a field, so that a start that prints no JSON does not load it.
    System.out.println(JsonMapper.shared().writeValueAsString(value));
  }

  /** Returns an object whose fields keep the order of the arguments: name, value, name, value. */
  static Map<String, Object> object(Object... namesAndValues) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
