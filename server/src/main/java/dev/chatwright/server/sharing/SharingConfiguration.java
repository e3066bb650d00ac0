package dev.chatwright.server.sharing;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Names the beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import({Shares.class, ShareController.class})
public class SharingConfiguration {
  /** Creates the configuration. */
  public SharingConfiguration() {}
}
