package dev.chatwright.server.organising;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Names the beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import({Labels.class, LabelController.class})
public class OrganisingConfiguration {
  /** Creates the configuration. */
  public OrganisingConfiguration() {}
}
