package dev.chatwright.verification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleDirectionRuleTest {
  private static final int FEWEST_CLASSES = 900;

  @Test
  void theImporterSawTheProduct() {
    assertThat(Production.CLASSES).hasSizeGreaterThan(FEWEST_CLASSES);
  }

  @Test
  void dependenciesPointTowardsTensor() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("tensor")
        .definedBy("dev.chatwright.tensor..")
        .layer("kernels")
        .definedBy("dev.chatwright.kernels..")
        .layer("checkpoint")
        .definedBy("dev.chatwright.checkpoint..")
        .layer("tokenizer")
        .definedBy("dev.chatwright.tokenizer..")
        .layer("model")
        .definedBy("dev.chatwright.model..")
        .layer("inference")
        .definedBy("dev.chatwright.inference..")
        .layer("training")
        .definedBy("dev.chatwright.training..")
        .layer("dialogue")
        .definedBy("dev.chatwright.dialogue..")
        .layer("documents")
        .definedBy("dev.chatwright.documents..")
        .layer("server")
        .definedBy("dev.chatwright.server..")
        .layer("cli")
        .definedBy("dev.chatwright.cli..")
        .whereLayer("kernels")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("model")
        .mayOnlyBeAccessedByLayers("inference", "training")
        .whereLayer("checkpoint")
        .mayOnlyBeAccessedByLayers("inference", "training", "server", "cli")
        .whereLayer("tokenizer")
        .mayOnlyBeAccessedByLayers("inference", "training", "server", "cli")
        .whereLayer("inference")
        .mayOnlyBeAccessedByLayers("training", "server", "cli")
        .whereLayer("training")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("dialogue")
        .mayOnlyBeAccessedByLayers("server", "cli")
        .whereLayer("documents")
        .mayOnlyBeAccessedByLayers("server", "cli")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .because("DESIGN section 3: kernels are found at run time, and nothing points upwards")
        .check(Production.CLASSES);
  }

  /** A module's service interfaces point back at it by nature, so modules are slices as a whole. */
  @Test
  void modulesAndTheServersFeaturesHaveNoCycles() {
    for (String slice : List.of("dev.chatwright.(*)..", "dev.chatwright.server.(*)..")) {
      ArchRule rule = slices().matching(slice).should().beFreeOfCycles();

      rule.because("a cycle means that two packages are one").check(Production.CLASSES);
    }
  }

  @Test
  void onlyTheVectorModuleTouchesTheIncubator() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.chatwright.kernels.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jdk.incubator..")
        .because("the Vector API may change under us")
        .check(Production.CLASSES);
  }

  @Test
  void theEngineKnowsNothingOfHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.chatwright.tensor..",
            "dev.chatwright.kernels..",
            "dev.chatwright.model..",
            "dev.chatwright.tokenizer..",
            "dev.chatwright.inference..",
            "dev.chatwright.training..",
            "dev.chatwright.dialogue..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "org.springframework..", "jakarta..")
        .because("conversations must be computable without a network")
        .check(Production.CLASSES);
  }

  @Test
  void onlyTheReadingProcessMeetsParsersOfUploads() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.chatwright.documents.worker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.chatwright.documents.worker..",
            "org.apache.tika..",
            "org.apache.poi..",
            "org.apache.pdfbox..",
            "org.jsoup..",
            "javax.imageio..")
        .because("an upload may break the process that parses it, and only that")
        .check(Production.CLASSES);
  }

  @Test
  void onlyTestsUseWhatIsForTests() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.chatwright.testing..", "org.junit..", "org.assertj..")
        .because("what tests share must not reach a user")
        .check(Production.CLASSES);
  }
}
