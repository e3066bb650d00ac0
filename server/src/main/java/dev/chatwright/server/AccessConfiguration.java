package dev.chatwright.server;

import dev.chatwright.server.account.ApiKeys;
import dev.chatwright.server.account.EntranceController;
import dev.chatwright.server.account.Invitations;
import dev.chatwright.server.account.KeyController;
import dev.chatwright.server.account.KeysFirst;
import dev.chatwright.server.account.MeAnswer;
import dev.chatwright.server.account.MeController;
import dev.chatwright.server.account.PasswordHashes;
import dev.chatwright.server.account.PasswordLinks;
import dev.chatwright.server.account.People;
import dev.chatwright.server.account.ServerFacts;
import dev.chatwright.server.account.SessionController;
import dev.chatwright.server.account.Sessions;
import dev.chatwright.server.account.SetChoices;
import dev.chatwright.server.account.SetUp;
import dev.chatwright.server.account.Settings;
import dev.chatwright.server.account.SignIn;
import dev.chatwright.server.account.SignInThrottle;
import dev.chatwright.server.account.TeamIdentities;
import dev.chatwright.server.administration.InvitationController;
import dev.chatwright.server.administration.PasswordLinkController;
import dev.chatwright.server.administration.PeopleController;
import dev.chatwright.server.administration.RotationController;
import dev.chatwright.server.administration.ServerHealthController;
import dev.chatwright.server.administration.Storage;
import dev.chatwright.server.health.ServerVersion;
import dev.chatwright.server.model.ModelRegistry;
import dev.chatwright.server.security.AccessOptions;
import dev.chatwright.server.security.Authoriser;
import dev.chatwright.server.security.ClientAddress;
import dev.chatwright.server.security.Identities;
import dev.chatwright.server.security.Origins;
import dev.chatwright.server.security.Permits;
import dev.chatwright.server.security.PersonAlone;
import dev.chatwright.server.security.Revocations;
import dev.chatwright.server.security.RouteTable;
import dev.chatwright.server.security.Router;
import dev.chatwright.server.security.SessionCookie;
import dev.chatwright.server.store.DataFolder;
import dev.chatwright.server.store.Database;
import dev.chatwright.server.store.SqliteDatabase;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Names the beans of who may come in and what they may do. */
@Configuration(proxyBeanMethods = false)
@Import({
  People.class,
  Sessions.class,
  ApiKeys.class,
  Invitations.class,
  Settings.class,
  SetChoices.class,
  SetUp.class,
  SignIn.class,
  SignInThrottle.class,
  PasswordHashes.class,
  PasswordLinks.class,
  MeAnswer.class,
  SessionCookie.class,
  ClientAddress.class,
  Revocations.class,
  Permits.class,
  RouteTable.class,
  Authoriser.class,
  EntranceController.class,
  MeController.class,
  SessionController.class,
  KeyController.class,
  PeopleController.class,
  InvitationController.class,
  PasswordLinkController.class,
  ServerHealthController.class,
  RotationController.class
})
class AccessConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(AccessConfiguration.class);

  AccessConfiguration() {}

  @Bean
  AccessOptions accessOptions(ServerOptions options, InetAddress address) {
    AccessOptions access = options.access().at(address);
    if (access.team() && access.insecureHttp()) {
      LOG.warn(
          "server.insecure_http is on: passwords and chats cross the network in the clear; put TLS in front");
    }
    return access;
  }

  @Bean
  Identities identities(
      AccessOptions options, People people, Sessions sessions, SessionCookie cookie, ApiKeys keys) {
    return new KeysFirst(
        keys,
        options.team()
            ? new TeamIdentities(sessions, cookie, options)
            : new PersonAlone(alone(people), options.machineKey()));
  }

  private static String alone(People people) {
    if (people.isSetUp()) {
      LOG.warn(
          "a team has accounts here, but this start asks nobody to sign in: whoever uses this machine is its first administrator; start with --team to change that");
    }
    return people.alone();
  }

  @Bean
  Router router(
      AccessOptions options,
      RouteTable routes,
      Identities identities,
      Authoriser authoriser,
      Permits permits) {
    return new Router(new Origins(!options.team()), routes, identities, authoriser, permits);
  }

  /** Which model answers by default can change while the server runs. */
  @Bean
  Supplier<ServerFacts> serverFacts(
      ServerVersion version, ModelRegistry models, ServerOptions options) {
    var configured = options.configuration();
    return () ->
        new ServerFacts(
            version.text(),
            models.modelId(),
            configured.chat().feedbackReasons(),
            configured.attachments().maxBytes(),
            configured.sharing().maxDays(),
            configured.sharing().allowed(),
            configured.chat().deletedKeptDays());
  }

  @Bean
  Storage storage(Database database, ServerOptions options) {
    Optional<Path> file =
        database instanceof SqliteDatabase
            ? Optional.of(DataFolder.database(options.home()))
            : Optional.empty();
    return new Storage(database.kind(), DataFolder.of(options.home()), file);
  }
}
