package dev.chatwright.server.organising;

import dev.chatwright.server.conversation.Notices;
import dev.chatwright.server.http.Json;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.JsonFields;
import dev.chatwright.server.http.Name;
import dev.chatwright.server.security.Subject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers {@code /api/folders} and {@code /api/tags}.
 *
 * <p>Safe for use by several threads.
 */
@RestController
public final class LabelController {
  private static final int MOST_LETTERS = 100;

  private final Labels labels;
  private final Notices notices;

  /** Creates the controller. */
  public LabelController(Labels labels, Notices notices) {
    this.labels = labels;
    this.notices = notices;
  }

  @GetMapping("/api/folders")
  void folders(HttpServletRequest request, HttpServletResponse response) throws IOException {
    list("folders", LabelKind.FOLDER, request, response);
  }

  @GetMapping("/api/tags")
  void tags(HttpServletRequest request, HttpServletResponse response) throws IOException {
    list("tags", LabelKind.TAG, request, response);
  }

  private void list(
      String name, LabelKind kind, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<Label> found = labels.of(kind, Subject.of(request).personId());
    Json.answer(response, 200, Map.of(name, found));
  }

  @PostMapping("/api/folders")
  void makeFolder(HttpServletRequest request, HttpServletResponse response) throws IOException {
    make(LabelKind.FOLDER, request, response);
  }

  @PostMapping("/api/tags")
  void makeTag(HttpServletRequest request, HttpServletResponse response) throws IOException {
    make(LabelKind.TAG, request, response);
  }

  private void make(LabelKind kind, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = name(request);
    Label made = labels.make(kind, Subject.of(request).personId(), name);
    tell(request);
    Json.answer(response, 201, made);
  }

  private static String name(HttpServletRequest request) throws IOException {
    JsonFields fields = JsonBody.read(request);
    fields.allowOnly(Set.of("name"));
    return Name.require(fields, "name", MOST_LETTERS);
  }

  @PutMapping("/api/folders/{id}")
  void renameFolder(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    rename(LabelKind.FOLDER, id, request, response);
  }

  @PutMapping("/api/tags/{id}")
  void renameTag(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    rename(LabelKind.TAG, id, request, response);
  }

  private void rename(
      LabelKind kind, String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = name(request);
    Label renamed = labels.rename(kind, id, Subject.of(request).personId(), name);
    tell(request);
    Json.answer(response, 200, renamed);
  }

  @DeleteMapping("/api/folders/{id}")
  void removeFolder(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response) {
    remove(LabelKind.FOLDER, id, request, response);
  }

  @DeleteMapping("/api/tags/{id}")
  void removeTag(
      @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response) {
    remove(LabelKind.TAG, id, request, response);
  }

  private void remove(
      LabelKind kind, String id, HttpServletRequest request, HttpServletResponse response) {
    labels.remove(kind, id);
    tell(request);
    Json.answerDone(response);
  }

  private void tell(HttpServletRequest request) {
    notices.publish(Subject.of(request).personId(), "organising", Map.of());
  }
}
