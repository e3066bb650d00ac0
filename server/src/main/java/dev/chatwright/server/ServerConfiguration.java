package dev.chatwright.server;

import dev.chatwright.dialogue.transfer.ImportLimits;
import dev.chatwright.server.attachment.AttachmentConfiguration;
import dev.chatwright.server.attachment.AttachmentLimits;
import dev.chatwright.server.completion.ChatController;
import dev.chatwright.server.completion.TextController;
import dev.chatwright.server.configuration.AttachmentsSection;
import dev.chatwright.server.configuration.ChatSection;
import dev.chatwright.server.configuration.ConfigurationController;
import dev.chatwright.server.configuration.ConfigurationException;
import dev.chatwright.server.configuration.EngineSection;
import dev.chatwright.server.configuration.SharingSection;
import dev.chatwright.server.configuration.StorageSection;
import dev.chatwright.server.conversation.ChatTimes;
import dev.chatwright.server.conversation.ConversationConfiguration;
import dev.chatwright.server.embedding.EmbeddingController;
import dev.chatwright.server.embedding.EmbeddingWorker;
import dev.chatwright.server.feedback.FeedbackConfiguration;
import dev.chatwright.server.feedback.FeedbackReasons;
import dev.chatwright.server.generation.GenerationConfiguration;
import dev.chatwright.server.health.HealthController;
import dev.chatwright.server.health.MetricsController;
import dev.chatwright.server.health.MetricsFilter;
import dev.chatwright.server.health.ServerMetrics;
import dev.chatwright.server.health.ServerVersion;
import dev.chatwright.server.http.ErrorAnswers;
import dev.chatwright.server.http.RequestIdFilter;
import dev.chatwright.server.model.AdapterChanges;
import dev.chatwright.server.model.AdapterController;
import dev.chatwright.server.model.BlocksOnDisk;
import dev.chatwright.server.model.CatalogueController;
import dev.chatwright.server.model.Encoders;
import dev.chatwright.server.model.Isolation;
import dev.chatwright.server.model.ModelCatalogue;
import dev.chatwright.server.model.ModelController;
import dev.chatwright.server.model.ModelPulls;
import dev.chatwright.server.model.ModelRegistry;
import dev.chatwright.server.model.ModelSource;
import dev.chatwright.server.model.ReplyTimes;
import dev.chatwright.server.model.RequestScopes;
import dev.chatwright.server.organising.OrganisingConfiguration;
import dev.chatwright.server.page.PageController;
import dev.chatwright.server.page.PageFiles;
import dev.chatwright.server.persona.PersonaConfiguration;
import dev.chatwright.server.security.AccessFilter;
import dev.chatwright.server.security.Router;
import dev.chatwright.server.sharing.SharingConfiguration;
import dev.chatwright.server.sharing.SharingOptions;
import dev.chatwright.server.store.DataFolder;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.HomeLock;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.store.PostgresDatabase;
import dev.chatwright.server.store.SqliteDatabase;
import dev.chatwright.server.store.TimeOrderedIds;
import dev.chatwright.server.transfer.TransferConfiguration;
import dev.chatwright.server.vault.KeyRotation;
import dev.chatwright.server.vault.MasterKey;
import dev.chatwright.server.vault.Vault;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Names every bean of the server. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@Import({
  ChatController.class,
  TextController.class,
  EmbeddingController.class,
  EmbeddingWorker.class,
  ModelController.class,
  CatalogueController.class,
  AdapterChanges.class,
  AdapterController.class,
  ModelCatalogue.class,
  ModelPulls.class,
  HealthController.class,
  MetricsController.class,
  ServerMetrics.class,
  PageController.class,
  PageFiles.class,
  AccessConfiguration.class,
  Encoders.class,
  ConfigurationController.class,
  ErrorAnswers.class,
  ConversationConfiguration.class,
  GenerationConfiguration.class,
  AttachmentConfiguration.class,
  FeedbackConfiguration.class,
  OrganisingConfiguration.class,
  PersonaConfiguration.class,
  SharingConfiguration.class,
  TransferConfiguration.class
})
class ServerConfiguration implements WebMvcConfigurer {
  ServerConfiguration() {}

  /** Answers are written by hand, so no converter needs to be found. */
  @Override
  public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
    builder.addCustomConverter(new ByteArrayHttpMessageConverter());
  }

  @Bean
  ServletRegistrationBean<DispatcherServlet> dispatcher(WebApplicationContext context) {
    var registration = new ServletRegistrationBean<>(new DispatcherServlet(context), "/");
    registration.setLoadOnStartup(1);
    return registration;
  }

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  IdSource ids(InstantSource clock) {
    return new TimeOrderedIds(clock);
  }

  @Bean
  HomeLock homeLock(ServerOptions options) throws IOException {
    return HomeLock.take(options.home());
  }

  @Bean
  Database database(ServerOptions options, HomeLock taken, InstantSource clock) throws IOException {
    StorageSection storage = options.configuration().storage();
    return storage.url().isEmpty()
        ? SqliteDatabase.open(
            DataFolder.database(options.home()), clock, options.configuration().backup().keep())
        : PostgresDatabase.connect(storage.url(), storage.user(), storage.password());
  }

  @Bean
  Vault vault(Database database, ServerOptions options, InstantSource clock) throws IOException {
    MasterKey master = MasterKey.in(DataFolder.keys(options.home()), Vault.isInUse(database));
    return new Vault(database, master, clock);
  }

  @Bean
  BlocksOnDisk blocksOnDisk(
      ServerOptions options,
      ChatTimes times,
      Vault vault,
      ModelSource source,
      ModelRegistry models,
      ServerVersion version,
      InstantSource clock)
      throws IOException {
    EngineSection engine = options.configuration().engine();
    BlocksOnDisk blocks =
        BlocksOnDisk.open(
            engine.cacheFolder(),
            engine.cacheFolderMb(),
            times.deletedKept(), // what is left of a deleted chat goes when the chat does
            vault,
            models,
            clock);
    blocks.folder().ifPresent(folder -> source.keepBlocksIn(folder, version.text()));
    return blocks;
  }

  @Bean
  KeyRotation keyRotation(
      Database database, Vault vault, ServerOptions options, BlocksOnDisk blocks) {
    Duration settling = Duration.ofSeconds(30);
    Path keys = DataFolder.keys(options.home());
    var rotation = new KeyRotation(database, vault, keys, settling, blocks::clear);
    rotation.resume();
    return rotation;
  }

  @Bean
  ChatTimes chatTimes(ServerOptions options) {
    ChatSection chat = options.configuration().chat();
    return new ChatTimes(
        Duration.ofSeconds(chat.heartbeatSeconds()),
        Duration.ofDays(chat.deletedKeptDays()),
        ChatTimes.EVENTS_KEPT);
  }

  @Bean
  FeedbackReasons feedbackReasons(ServerOptions options) {
    return new FeedbackReasons(options.configuration().chat().feedbackReasons());
  }

  @Bean
  SharingOptions sharingOptions(ServerOptions options) {
    SharingSection sharing = options.configuration().sharing();
    return new SharingOptions(sharing.allowed(), sharing.publicly(), sharing.maxDays());
  }

  @Bean
  AttachmentLimits attachmentLimits(ServerOptions options) {
    AttachmentsSection attachments = options.configuration().attachments();
    return AttachmentLimits.DEFAULT.with(
        (int) attachments.maxBytes(), Duration.ofSeconds(attachments.maxSeconds()));
  }

  @Bean
  ReplyTimes replyTimes(ServerOptions options) throws ConfigurationException {
    return options.replyTimes();
  }

  @Bean
  RequestScopes requestScopes(ServerOptions options) throws ConfigurationException {
    String isolation = options.configuration().engine().isolation();
    return new RequestScopes(
        Isolation.valueOf(isolation.toUpperCase(Locale.ROOT)), options.sharedPrompts());
  }

  @Bean
  ImportLimits importLimits(ServerOptions options) {
    return ImportLimits.DEFAULT.withTotals(
        options.configuration().imports().maxBytes(), ImportLimits.DEFAULT.conversations());
  }

  @Bean
  ServerVersion serverVersion() {
    return ServerVersion.current();
  }

  @Bean
  PrometheusMeterRegistry meterRegistry() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  @Bean
  WebServer webServer(InetAddress address, ServerOptions options) {
    return new WebServer(address, options.port(), options.access().proxies());
  }

  @Bean
  FilterRegistrationBean<Filter> requestIds() {
    return filter(new RequestIdFilter(), 1);
  }

  @Bean
  FilterRegistrationBean<Filter> metricsFilter(ServerMetrics metrics) {
    return filter(new MetricsFilter(metrics), 2);
  }

  /** Nothing but the request's id and its count comes before the question who may ask. */
  @Bean
  FilterRegistrationBean<Filter> access(Router router) {
    return filter(new AccessFilter(router), 3);
  }

  private static FilterRegistrationBean<Filter> filter(Filter filter, int order) {
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(order);
    registration.setUrlPatterns(List.of("/*"));
    return registration;
  }
}
