package dev.chatwright.verification;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class CodeRuleTest {

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.chatwright.cli..", "dev.chatwright.bench..")
        .should(accessField(System.class, "out"))
        .orShould(accessField(System.class, "err"))
        .because("a library that prints cannot be embedded")
        .check(Production.CLASSES);
  }

  /**
   * Class V11, code from outside: LibreChat CVE-2026-22252, AnythingLLM CVE-2024-3104, MLflow
   * CVE-2024-37054 (objects of a model file).
   */
  @Test
  void nothingFromOutsideBecomesCode() {
    for (String door :
        List.of(
            "sun.misc.Unsafe",
            "java.io.ObjectInputStream",
            "java.beans.XMLDecoder",
            "java.net.URLClassLoader",
            "javax.script.ScriptEngineManager",
            "javax.tools.ToolProvider",
            "java.rmi.server.RemoteObject")) {
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(door)
          .because("model files, imports and uploads are data, and never become code")
          .check(Production.CLASSES);
    }
  }

  /**
   * Programs are started with fixed arguments: pip, the reader of documents, servers to measure.
   */
  @Test
  void onlyKnownPlacesStartPrograms() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.chatwright.checkpoint.PipSource")
        .and()
        .doNotHaveFullyQualifiedName("dev.chatwright.documents.WorkerCommand")
        .and()
        .resideOutsideOfPackage("dev.chatwright.cli.load..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .orShould()
        .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))))
        .because("what a person writes must never reach a command")
        .check(Production.CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();

    for (JavaClass type : Production.CLASSES) {
      if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
        unmarked.add(type.getPackageName());
      }
    }

    assertThat(unmarked).as("packages without @NullMarked in package-info.java").isEmpty();
  }

  @Test
  void noPackageIsADrawerForEverything() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..helper..", "..misc..", "..impl..")
        .because("a shared function lives with the type it is about")
        .check(Production.CLASSES);
  }
}
