package dev.chatwright.server.attachment;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The one way in which files of people leave the server: images that were made anew are shown, all
 * else is downloaded, and neither may do anything in a browser.
 */
final class Asset {
  private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg");

  private Asset() {}

  static void send(HttpServletResponse response, Attachment attachment, byte[] content)
      throws IOException {
    boolean shown =
        attachment.kind().equals(AttachmentKind.IMAGE.wireName())
            && SHOWN.contains(attachment.mediaType());
    response.setContentType(shown ? attachment.mediaType() : "application/octet-stream");
    response.setHeader("Content-Disposition", disposition(shown, attachment.name()));
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "private, no-store");
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }

  /** RFC 6266: a plain name for old clients, the full one in UTF-8. */
  private static String disposition(boolean shown, String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    String full = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "%s; filename=\"%s\"; filename*=UTF-8''%s"
        .formatted(shown ? "inline" : "attachment", plain, full);
  }
}
