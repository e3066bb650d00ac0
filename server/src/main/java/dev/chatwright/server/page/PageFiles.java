package dev.chatwright.server.page;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Serves the web client's files: those under {@code /assets} carry a hash in their names and may be
 * kept for ever.
 */
public final class PageFiles implements WebMvcConfigurer {
  private static final String ROOT = "classpath:/META-INF/resources/";

  /** Creates the configurer. */
  public PageFiles() {}

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations(ROOT + "assets/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    registry
        .addResourceHandler("/*.svg", "/*.png", "/*.ico", "/*.txt")
        .addResourceLocations(ROOT)
        .setCacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic());
  }
}
