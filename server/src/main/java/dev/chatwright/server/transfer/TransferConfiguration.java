package dev.chatwright.server.transfer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Names the beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import({
  StoredConversations.class,
  ExportController.class,
  ImportedConversations.class,
  ImportRuns.class,
  ImportController.class
})
public class TransferConfiguration {
  /** Creates the configuration. */
  public TransferConfiguration() {}
}
