package dev.chatwright.server.http;

import jakarta.servlet.http.HttpServletResponse;

/**
 * What every answer tells browsers: load nothing from elsewhere, run no script that did not come as
 * a file of ours, and be shown nowhere else.
 *
 * <p>A page can make HTML of text only through the named Trusted Types policies: the framework's
 * templates, the one sanitiser, and {@code chatwright} for the addresses of its own workers. Inline
 * style attributes are allowed because formulas are laid out by them; style sheets and scripts in
 * the page are not.
 */
public final class StrictHeaders {
  private static final String PAGE_POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
          + "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
          + "worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; "
          + "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
          + "trusted-types svelte-trusted-html dompurify chatwright";

  /**
   * The frame that draws diagrams from what a model wrote: it runs scripts, but is of no origin, so
   * that it reaches neither the page around it nor its cookies, and it can send nothing anywhere.
   */
  private static final String FRAME_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; "
          + "font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; "
          + "frame-ancestors 'self'; sandbox allow-scripts";

  /** What the frame loads; its files are public, and a frame of no origin is a stranger to them. */
  private static final String FRAME = "/diagram";

  private static final String ASSETS = "/assets/";

  private StrictHeaders() {}

  /** Adds the headers to the answer at a path. */
  public static void addTo(HttpServletResponse response, String path) {
    boolean framed = path.startsWith(FRAME);
    boolean shared = framed || path.startsWith(ASSETS);
    response.setHeader("Content-Security-Policy", framed ? FRAME_POLICY : PAGE_POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", framed ? "SAMEORIGIN" : "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", shared ? "cross-origin" : "same-origin");
    if (shared) {
      // A frame of no origin reads modules as a stranger does; these files hold nothing of anybody.
      response.setHeader("Access-Control-Allow-Origin", "*");
    }
    response.setHeader(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  }
}
