package dev.chatwright.server.generation;

import dev.chatwright.server.conversation.AttachmentSource;
import dev.chatwright.server.conversation.ConversationNotices;
import dev.chatwright.server.conversation.Conversations;
import dev.chatwright.server.conversation.Messages;
import dev.chatwright.server.conversation.Summaries;
import dev.chatwright.server.health.ServerMetrics;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.vault.Vault;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Names the beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import({
  ReplyController.class,
  GenerationController.class,
  Sending.class,
  Again.class,
  TakingBack.class,
  ReplyBeginning.class,
  ReplyChoices.class,
  Speaker.class,
  PatientModels.class,
  SmallTasks.class,
  ContextController.class,
  FollowUpController.class,
  TemporaryController.class
})
public class GenerationConfiguration {
  /** Creates the configuration. */
  public GenerationConfiguration() {}

  @Bean
  Generations generations(Database database, Vault vault, InstantSource clock) {
    return new Generations(database, vault, clock);
  }

  @Bean
  EventLog eventLog(Database database, Vault vault) {
    return new EventLog(database, vault);
  }

  @Bean
  Contexts contexts(Messages messages, Summaries summaries, AttachmentSource attachments) {
    return new Contexts(messages, summaries, attachments);
  }

  @Bean
  PromptMaker promptMaker(Contexts contexts, Summaries summaries, Speaker speaker, IdSource ids) {
    return new PromptMaker(contexts, summaries, speaker, ids);
  }

  /** What a server that died left open is ended before anything new begins. */
  @Bean
  ReplyKeeper replyKeeper(
      Database database, Messages messages, Generations generations, EventLog log) {
    ReplyKeeper keeper = new ReplyKeeper(database, messages, generations, log);
    new Recovery(database, messages, generations, log, keeper).run();
    return keeper;
  }

  @Bean
  Replies replies(
      Database database,
      Messages messages,
      PromptMaker prompts,
      Speaker speaker,
      EventLog log,
      ReplyKeeper keeper,
      ServerMetrics metrics,
      ConversationNotices notices) {
    return new Replies(database, messages, prompts, speaker, log, keeper, metrics, notices);
  }

  @Bean
  Titles titles(
      Database database,
      Conversations conversations,
      Messages messages,
      Speaker speaker,
      Replies replies,
      SmallTasks tasks,
      ConversationNotices notices,
      PersonalChoices personal) {
    Titles titles =
        new Titles(database, conversations, messages, speaker, replies, tasks, notices, personal);
    titles.start();
    return titles;
  }
}
