package pggit.load;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the floors of the house: a package imports only from lower ones. */
@AnalyzeClasses(packages = "pggit.load", importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {

  @ArchTest
  static final ArchRule packagesImportOnlyFromLowerFloors =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("measure")
          .definedBy("pggit.load.measure..")
          .layer("server")
          .definedBy("pggit.load.server..")
          .layer("settings")
          .definedBy("pggit.load.settings..")
          .layer("analysis")
          .definedBy("pggit.load.analysis..")
          .layer("pggit")
          .definedBy("pggit.load.pggit..")
          .layer("check")
          .definedBy("pggit.load.check..")
          .layer("gate")
          .definedBy("pggit.load.gate..")
          .layer("protocol")
          .definedBy("pggit.load.protocol..")
          .layer("verdict")
          .definedBy("pggit.load.verdict..")
          .layer("report")
          .definedBy("pggit.load.report..")
          .layer("shard")
          .definedBy("pggit.load.shard..")
          .layer("run")
          .definedBy("pggit.load.run", "pggit.load.cli")
          .whereLayer("measure")
          .mayNotAccessAnyLayer()
          .whereLayer("server")
          .mayNotAccessAnyLayer()
          .whereLayer("settings")
          .mayOnlyAccessLayers("server", "measure")
          .whereLayer("analysis")
          .mayOnlyAccessLayers("measure")
          .whereLayer("pggit")
          .mayOnlyAccessLayers("server", "measure")
          .whereLayer("check")
          .mayOnlyAccessLayers("pggit", "settings", "server", "measure")
          .whereLayer("gate")
          .mayOnlyAccessLayers("pggit", "server", "analysis", "measure")
          .whereLayer("protocol")
          .mayOnlyAccessLayers("pggit", "measure", "server")
          .whereLayer("verdict")
          .mayOnlyAccessLayers("settings", "protocol", "pggit", "server", "analysis", "measure")
          .whereLayer("shard")
          .mayOnlyAccessLayers("verdict", "settings", "pggit", "server", "analysis", "measure")
          .whereLayer("report")
          .mayOnlyAccessLayers("verdict", "gate", "verdict", "analysis", "measure");

  @ArchTest
  static final ArchRule noPackageDependsOnItselfByWayOfOthers =
      slices().matching("pggit.load.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule gatlingAndScalaAreSeenByTheProtocolAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("pggit.load.protocol")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.gatling..", "scala..");

  @ArchTest
  static final ArchRule onlyTheTopFloorPrints =
      noClasses()
          .that()
          .resideOutsideOfPackages("pggit.load.run", "pggit.load.cli")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @Test
  void aClassNameMeansOneThingInTheWholeTree() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      var names =
          files
              .map(file -> file.getFileName().toString())
              .filter(n -> n.endsWith(".java"))
              .toList();

      assertThat(names)
          .filteredOn(name -> !name.equals("package-info.java"))
          .hasSizeGreaterThan(500)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void noticesAWrongImport() {
    JavaClasses ours =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("pggit.load");
    var broken =
        classes()
            .that(resideInAPackage("pggit.load.protocol"))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "pggit.load.protocol"));

    assertThatThrownBy(() -> broken.check(ours)).isInstanceOf(AssertionError.class);
  }
}
