package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.server.RunningServer.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A client of the chat API, as tests write it. */
record Chat(RunningServer server) {

  /** An event as it was sent. */
  record Event(String id, String data) {
    JsonNode json() {
      return RunningServer.JSON.readTree(data);
    }

    String type() {
      return data.equals("[DONE]") ? data : json().path("type").asString();
    }
  }

  Answer send(String method, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    return server.send(
        server
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(RunningServer.JSON.writeValueAsString(body))));
  }

  String make() throws IOException, InterruptedException {
    Answer made = send("POST", "/api/conversations", Map.of());
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().path("id").asString();
  }

  /** Says something and returns what was begun. */
  JsonNode say(String conversation, String text) throws IOException, InterruptedException {
    return say(conversation, Map.of("text", text));
  }

  JsonNode say(String conversation, Map<String, ?> body) throws IOException, InterruptedException {
    Answer sent = send("POST", "/api/conversations/" + conversation + "/messages", body);
    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    return sent.json();
  }

  /** Says something, waits for the reply's end, and returns the reply. */
  JsonNode ask(String conversation, String text) throws IOException, InterruptedException {
    JsonNode reply = say(conversation, text).at("/replies/0");
    if (reply.has("generation_id")) { // else it ended before the answer was written
      events(reply.path("generation_id").asString(), 0);
    }
    return message(conversation, reply.path("id").asString());
  }

  JsonNode branch(String conversation) throws IOException, InterruptedException {
    return server.get("/api/conversations/" + conversation + "/messages?limit=200").json();
  }

  JsonNode message(String conversation, String id) throws IOException, InterruptedException {
    JsonNode page =
        server
            .get("/api/conversations/" + conversation + "/messages?limit=200&leaf_id=" + id)
            .json();
    return page.path("messages").get(page.path("messages").size() - 1);
  }

  /** Reads a reply's events to their end. */
  List<Event> events(String generation, long after) throws IOException, InterruptedException {
    return events(generation, after, Integer.MAX_VALUE);
  }

  /** Reads so many events of a reply, then hangs up. */
  List<Event> events(String generation, long after, int most)
      throws IOException, InterruptedException {
    HttpRequest request =
        server
            .request("/api/generations/" + generation + "/events")
            .header("Last-Event-ID", Long.toString(after))
            .GET()
            .build();
    List<Event> events = new ArrayList<>();
    var response = server.client().send(request, BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = "";
      for (String line = lines.readLine();
          line != null && events.size() < most;
          line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          events.add(new Event(id, line.substring(6)));
        }
      }
    }
    return events;
  }

  /** The text that events add up to. */
  static String text(List<Event> events) {
    StringBuilder text = new StringBuilder();
    for (Event event : events) {
      if (event.type().equals("text-delta")) {
        text.append(event.json().path("delta").asString());
      }
    }
    return text.toString();
  }

  /** What a patient reader of "count to last." has read in the end. */
  static String counted(int last) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= last; i++) {
      text.append(i).append(' ');
    }
    return text.toString();
  }

  static Map<String, Object> body(Object... namesAndValues) {
    Map<String, Object> body = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      body.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return body;
  }
}
