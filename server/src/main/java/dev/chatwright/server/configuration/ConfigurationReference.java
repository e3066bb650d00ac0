package dev.chatwright.server.configuration;

/** The page about all options, made from their table. */
final class ConfigurationReference {
  private ConfigurationReference() {}

  static String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            This page is made from the table of options; a test fails when it is stale.

            Everything has a default. To change one, write it into `config.yaml` in the home folder
            (`~/.chatwright`), set its environment variable, or give its flag to `chatwright serve`, if it has one (`--help` lists them); the later wins.
            `chatwright config check` says whether the file is right, `chatwright config show` what holds and where it
            comes from. A name that is unknown, a name twice and a value that does not fit are refused with their line.
            Paths of files and folders begin where the server is started, unless they begin with `/`.

            ```yaml
            server:
              port: 9090
            models:
              default: smollm2-135m-instruct
              memory_budget: 4 GB
            chat:
              feedback_reasons: [wrong, too long]
            ```
            """);
    for (String section : Options.sections()) {
      page.append("\n## ").append(section).append("\n\n");
      page.append("| option | default | values | what it does |\n|---|---|---|---|\n");
      Options.all().stream()
          .filter(option -> option.section().equals(section))
          .map(ConfigurationReference::row)
          .forEach(page::append);
    }
    return page.toString();
  }

  private static String row(Option<?> option) {
    return "| `%s`<br>`%s` | %s | %s | %s |\n"
        .formatted(
            option.key(),
            option.variable(),
            option.shownDefault(),
            option.type().expected(),
            option.description());
  }
}
