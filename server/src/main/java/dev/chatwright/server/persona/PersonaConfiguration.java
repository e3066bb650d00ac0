package dev.chatwright.server.persona;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Names the beans of this package. */
@Configuration(proxyBeanMethods = false)
@Import({
  Personas.class,
  UsablePersonas.class,
  PersonaNames.class,
  PersonaController.class,
  Prompts.class,
  PromptController.class
})
public class PersonaConfiguration {
  /** Creates the configuration. */
  public PersonaConfiguration() {}
}
