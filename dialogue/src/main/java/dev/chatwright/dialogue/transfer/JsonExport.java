package dev.chatwright.dialogue.transfer;

import dev.chatwright.dialogue.Node;
import dev.chatwright.dialogue.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes conversations as one JSON document, each as it comes, so that any number fits in memory.
 * Confined to one thread.
 *
 * <p>{@link #schema()} describes the document. Every reply has {@code generated_by}, which marks it
 * as a machine's. {@link Conversation#onlyActivePath()} narrows a conversation to its shown branch.
 */
public final class JsonExport {
  private static final String SCHEMA = "conversation-export.schema.json";
  private static final int VERSION = 1;

  private final JsonGenerator json;

  /**
   * Begins a document.
   *
   * @param out where it goes; stays open
   * @param generator the product and its version
   * @param exportedAtMillis when, in milliseconds since 1970
   * @throws IOException when writing fails
   */
  public JsonExport(OutputStream out, String generator, long exportedAtMillis) throws IOException {
    json =
        JsonMapper.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .createGenerator(out);
    guarded(() -> begin(generator, exportedAtMillis));
  }

  /** Returns the JSON Schema of the document. */
  public static String schema() {
    try (InputStream in = JsonExport.class.getResourceAsStream(SCHEMA)) {
      return new String(Objects.requireNonNull(in, SCHEMA).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new IllegalStateException("the schema cannot be read", failure);
    }
  }

  /**
   * Writes a conversation.
   *
   * @throws IOException when writing fails
   */
  public void write(Conversation conversation) throws IOException {
    guarded(() -> conversation(conversation));
  }

  /**
   * Ends the document. What breaks off before is none, and nobody takes it for one.
   *
   * @throws IOException when writing fails
   */
  public void end() throws IOException {
    guarded(
        () -> {
          json.writeEndArray();
          json.writeEndObject();
          json.close();
        });
  }

  private void begin(String generator, long exportedAtMillis) {
    json.writeStartObject();
    json.writeStringProperty("format", "chatwright-conversations");
    json.writeNumberProperty("version", VERSION);
    json.writeStringProperty("generator", generator);
    json.writeNumberProperty("exported_at", exportedAtMillis);
    json.writeArrayPropertyStart("conversations");
  }

  private void conversation(Conversation conversation) {
    json.writeStartObject();
    json.writeStringProperty("id", conversation.id());
    json.writeStringProperty("title", conversation.title());
    json.writeNumberProperty("created_at", conversation.createdAtMillis());
    json.writeNumberProperty("updated_at", conversation.updatedAtMillis());
    conversation.activeLeafId().ifPresent(id -> json.writeStringProperty("active_message_id", id));
    json.writeArrayPropertyStart("messages");
    conversation.nodes().forEach(this::message);
    json.writeEndArray();
    json.writeEndObject();
  }

  private void message(Node<Message> node) {
    json.writeStartObject();
    json.writeStringProperty("id", node.id());
    node.parentId().ifPresent(parent -> json.writeStringProperty("parent_id", parent));
    json.writeStringProperty("role", node.role().wireName());
    json.writeNumberProperty("created_at", node.createdAtMillis());
    json.writeStringProperty("text", node.payload().text());
    if (node.role() == Role.ASSISTANT) {
      provenance(node.payload());
    }
    if (!node.payload().files().isEmpty()) {
      files(node.payload());
    }
    node.payload().opinion().ifPresent(this::opinion);
    if (node.payload().ending() != Ending.WHOLE) {
      json.writeStringProperty("ended", node.payload().ending().wireName());
    }
    json.writeEndObject();
  }

  private void provenance(Message message) {
    json.writeObjectPropertyStart("generated_by");
    json.writeStringProperty("kind", "machine");
    message.model().ifPresent(model -> json.writeStringProperty("model", model));
    json.writeEndObject();
  }

  private void files(Message message) {
    json.writeArrayPropertyStart("files");
    for (String name : message.files()) {
      json.writeStartObject();
      json.writeStringProperty("name", name);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void opinion(Opinion opinion) {
    json.writeObjectPropertyStart("feedback");
    opinion.thumb().ifPresent(thumb -> json.writeStringProperty("thumb", thumb));
    json.writeArrayPropertyStart("reasons");
    opinion.reasons().forEach(json::writeString);
    json.writeEndArray();
    opinion.text().ifPresent(text -> json.writeStringProperty("text", text));
    opinion.correction().ifPresent(text -> json.writeStringProperty("correction", text));
    opinion.highlight().ifPresent(this::highlight);
    json.writeNumberProperty("changed_at", opinion.changedAtMillis());
    json.writeEndObject();
  }

  private void highlight(Opinion.Highlight highlight) {
    json.writeObjectPropertyStart("highlight");
    json.writeNumberProperty("start", highlight.start());
    json.writeNumberProperty("end", highlight.end());
    json.writeEndObject();
  }

  private static void guarded(Runnable write) throws IOException {
    try {
      write.run();
    } catch (JacksonIOException failure) {
      throw failure.getCause();
    }
  }
}
