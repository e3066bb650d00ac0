package dev.chatwright.server.feedback;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Names the beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import({Feedbacks.class, FeedbackController.class, VoteController.class})
public class FeedbackConfiguration {
  /** Creates the configuration. */
  public FeedbackConfiguration() {}
}
