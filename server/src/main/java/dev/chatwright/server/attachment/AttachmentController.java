package dev.chatwright.server.attachment;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.QueryFields;
import dev.chatwright.server.http.Quote;
import dev.chatwright.server.security.Subject;
import dev.chatwright.server.vault.Purpose;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers {@code /api/attachments}: the one way in and out for files.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class AttachmentController {
  private static final String RAW = "application/octet-stream";

  private final Attachments attachments;
  private final AttachmentReader reader;
  private final AttachmentLimits limits;
  private final UploadPlaces places = new UploadPlaces();

  /** Creates the controller. */
  public AttachmentController(
      Attachments attachments, AttachmentReader reader, AttachmentLimits limits) {
    this.attachments = attachments;
    this.reader = reader;
    this.limits = limits;
  }

  @PostMapping("/api/attachments")
  void add(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Optional<String> sent = QueryFields.read(request, "name").text("name");
    String name =
        FileName.clean(
            sent.orElseThrow(
                () ->
                    ApiException.badField(
                        "name", "missing_required_parameter", "'name' is required")));
    requireRaw(request);
    String personId = Subject.of(request).personId();
    if (!places.take(personId)) {
      throw ApiException.comeBack(
          429, "too_many_uploads", "too many files are arriving; try again in a moment", 2);
    }
    try {
      Attachment added = attachments.add(personId, name, body(request));
      reader.readSoon(added.id(), personId);
      Json.answer(response, 201, added);
    } finally {
      places.leave(personId);
    }
  }

  private static void requireRaw(HttpServletRequest request) {
    String type = request.getContentType();
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(RAW)) {
      throw ApiException.of(
          415,
          "unsupported_media_type",
          "the body must be the file itself as %s, got %s"
              .formatted(RAW, Quote.brief(String.valueOf(type))));
    }
  }

  private byte[] body(HttpServletRequest request) throws IOException {
    if (request.getContentLengthLong() > limits.fileBytes()) {
      throw tooLarge(", got " + request.getContentLengthLong());
    }
    byte[] content = request.getInputStream().readNBytes(limits.fileBytes() + 1);
    if (content.length > limits.fileBytes()) {
      throw tooLarge("");
    }
    if (content.length == 0) {
      throw ApiException.badRequest("empty_file", "the file is empty");
    }
    return content;
  }

  private ApiException tooLarge(String got) {
    return ApiException.of(
        413,
        "file_too_large",
        "a file may have at most %d bytes%s".formatted(limits.fileBytes(), got));
  }

  @GetMapping("/api/attachments/{id}")
  void show(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Json.answer(response, 200, find(id, request));
  }

  private Attachment find(String id, HttpServletRequest request) {
    return attachments
        .find(id, Subject.of(request).personId())
        .orElseThrow(() -> ApiException.of(404, "not_found", "there is no such file"));
  }

  @GetMapping("/api/attachments/{id}/content")
  void content(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Attachment attachment = find(id, request);
    boolean image = attachment.kind().equals(AttachmentKind.IMAGE.wireName());
    if (image && !attachment.state().equals(AttachmentState.READY.wireName())) {
      throw ApiException.of(409, "attachment_not_ready", "this image is not ready to be shown");
    }
    byte[] content = attachments.content(id, Subject.of(request).personId(), Purpose.SHOW);
    Asset.send(response, attachment, content);
  }

  private record Text(List<StoredPages.Page> pages, Optional<String> note) {}

  @GetMapping("/api/attachments/{id}/text")
  void text(@PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Attachment attachment = find(id, request);
    StoredPages stored = attachments.pages(id, Subject.of(request).personId(), Purpose.SHOW);
    Json.answer(response, 200, new Text(stored.pages(), attachment.note()));
  }

  @DeleteMapping("/api/attachments/{id}")
  void remove(@PathVariable("id") String id, HttpServletResponse response) {
    attachments.remove(id);
    Json.answerDone(response);
  }
}
