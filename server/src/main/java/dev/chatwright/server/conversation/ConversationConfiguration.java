package dev.chatwright.server.conversation;

import dev.chatwright.server.store.Database;
import java.time.InstantSource;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Names the beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import({
  Conversations.class,
  Messages.class,
  Summaries.class,
  Comparisons.class,
  ConversationViews.class,
  Notices.class,
  ConversationNotices.class,
  ConversationController.class,
  BranchController.class,
  WatchController.class,
  Search.class,
  SearchController.class,
  Forks.class,
  ForkController.class
})
public class ConversationConfiguration {
  /** Creates the configuration. */
  public ConversationConfiguration() {}

  @Bean
  MessageViews messageViews(
      Database database,
      Messages messages,
      Summaries summaries,
      Comparisons comparisons,
      ObjectProvider<MessageDecoration> decorations) {
    List<MessageDecoration> all = decorations.orderedStream().toList();
    return new MessageViews(database, messages, summaries, comparisons, all);
  }

  @Bean
  Sweep sweep(Database database, InstantSource clock, ChatTimes times) {
    Sweep sweep = new Sweep(database, clock, times);
    sweep.start();
    return sweep;
  }
}
