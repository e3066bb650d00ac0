package dev.chatwright.server.transfer;

import dev.chatwright.dialogue.transfer.Conversation;
import dev.chatwright.dialogue.transfer.JsonExport;
import dev.chatwright.server.health.ServerVersion;
import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.QueryFields;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives people copies of their conversations. Names of files are made here and hold nothing that a
 * person wrote.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class ExportController {
  private final StoredConversations conversations;
  private final InstantSource clock;
  private final String generator;

  /** Creates the controller. */
  public ExportController(
      StoredConversations conversations, InstantSource clock, ServerVersion version) {
    this.conversations = conversations;
    this.clock = clock;
    this.generator = "Chatwright " + version.text();
  }

  @GetMapping("/api/conversations/{id}/export")
  void one(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ExportFormat format = ExportFormat.of(QueryFields.read(request, "format"));
    Conversation found =
        conversations
            .find(Subject.of(request).personId(), id)
            .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such conversation"));
    begin(response, format.mediaType(), "conversation", format.extension());
    format.write(found, response.getOutputStream(), generator, clock.millis());
  }

  @GetMapping("/api/export")
  void all(HttpServletRequest request, HttpServletResponse response) throws IOException {
    ExportFormat format = ExportFormat.of(QueryFields.read(request, "format"));
    String personId = Subject.of(request).personId();
    if (format == ExportFormat.JSON) {
      begin(response, format.mediaType(), "conversations", format.extension());
      writeJson(personId, response.getOutputStream());
    } else {
      begin(response, "application/zip", "conversations", "zip");
      writeZip(personId, format, response.getOutputStream());
    }
  }

  private void begin(
      HttpServletResponse response, String mediaType, String name, String extension) {
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    response.setContentType(mediaType);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"chatwright-%s-%s.%s\"".formatted(name, day, extension));
  }

  private void writeJson(String personId, OutputStream out) throws IOException {
    JsonExport export = new JsonExport(out, generator, clock.millis());
    for (String id : conversations.ids(personId)) {
      Optional<Conversation> found = conversations.find(personId, id);
      if (found.isPresent()) {
        export.write(found.get());
      }
    }
    export.end(); // not when something failed: half an export must not look like a whole one
  }

  private void writeZip(String personId, ExportFormat format, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    int number = 0;
    for (String id : conversations.ids(personId)) {
      Optional<Conversation> found = conversations.find(personId, id);
      if (found.isPresent()) {
        zip.putNextEntry(new ZipEntry("%05d-%s.%s".formatted(++number, id, format.extension())));
        format.write(found.get(), zip, generator, clock.millis());
        zip.closeEntry();
      }
    }
    zip.finish();
  }
}
