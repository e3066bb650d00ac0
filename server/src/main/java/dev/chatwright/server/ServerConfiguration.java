package dev.chatwright.server;

import dev.chatwright.server.account.People;
import dev.chatwright.server.completion.ChatController;
import dev.chatwright.server.completion.TextController;
import dev.chatwright.server.embedding.EmbeddingController;
import dev.chatwright.server.embedding.EmbeddingWorker;
import dev.chatwright.server.health.HealthController;
import dev.chatwright.server.health.MetricsController;
import dev.chatwright.server.health.MetricsFilter;
import dev.chatwright.server.health.ServerMetrics;
import dev.chatwright.server.health.ServerVersion;
import dev.chatwright.server.http.ErrorAnswers;
import dev.chatwright.server.http.RequestIdFilter;
import dev.chatwright.server.model.Encoders;
import dev.chatwright.server.model.ModelController;
import dev.chatwright.server.organising.LabelController;
import dev.chatwright.server.organising.Labels;
import dev.chatwright.server.page.PageController;
import dev.chatwright.server.page.PageFiles;
import dev.chatwright.server.persona.PersonaController;
import dev.chatwright.server.persona.Personas;
import dev.chatwright.server.persona.PromptController;
import dev.chatwright.server.persona.Prompts;
import dev.chatwright.server.security.AccessFilter;
import dev.chatwright.server.security.Authoriser;
import dev.chatwright.server.security.Identities;
import dev.chatwright.server.security.Origins;
import dev.chatwright.server.security.PersonAlone;
import dev.chatwright.server.security.RouteTable;
import dev.chatwright.server.security.Router;
import dev.chatwright.server.store.DataFolder;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.HomeLock;
import dev.chatwright.server.store.IdSource;
import dev.chatwright.server.store.SqliteDatabase;
import dev.chatwright.server.store.TimeOrderedIds;
import dev.chatwright.server.vault.KeyRotation;
import dev.chatwright.server.vault.MasterKey;
import dev.chatwright.server.vault.Vault;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
  HealthController.class,
  MetricsController.class,
  ServerMetrics.class,
  PageController.class,
  PageFiles.class,
  People.class,
  Personas.class,
  PersonaController.class,
  Prompts.class,
  PromptController.class,
  Labels.class,
  LabelController.class,
  Encoders.class,
  ErrorAnswers.class
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
    return SqliteDatabase.open(DataFolder.database(options.home()), clock);
  }

  @Bean
  Vault vault(Database database, ServerOptions options, InstantSource clock) throws IOException {
    MasterKey master = MasterKey.in(DataFolder.keys(options.home()), Vault.isInUse(database));
    return new Vault(database, master, clock);
  }

  @Bean
  KeyRotation keyRotation(Database database, Vault vault, ServerOptions options) {
    Duration settling = Duration.ofSeconds(30);
    var rotation = new KeyRotation(database, vault, DataFolder.keys(options.home()), settling);
    rotation.resume();
    return rotation;
  }

  @Bean
  Identities identities(ServerOptions options, People people) {
    return new PersonAlone(people.alone(), options.apiKey());
  }

  @Bean
  Router router(InetAddress address, Identities identities, Database database) {
    return new Router(
        new Origins(address.isLoopbackAddress()),
        new RouteTable(),
        identities,
        new Authoriser(database));
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
    return new WebServer(address, options.port());
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
