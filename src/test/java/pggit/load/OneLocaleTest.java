package pggit.load;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.gatling.javaapi.core.Simulation;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import pggit.load.measure.OneLocale;
import pggit.load.run.LoadRun;

/** Every process of ours works under one locale: no way into one leads past the choice. */
@AnalyzeClasses(packages = "pggit.load")
class OneLocaleTest {

  private static final ImportOption NO_TESTS = new ImportOption.DoNotIncludeTests();

  @ArchTest
  static final ArchRule processesChooseTheLocale =
      classes()
          .that(describe("begin a process", OneLocaleTest::beginAProcess))
          .should()
          .callMethodWhere(describe("choose the locale", OneLocaleTest::chooses));

  private static boolean beginAProcess(JavaClass one) {
    boolean main = one.tryGetMethod("main", String[].class).isPresent();
    boolean shipped =
        one.getSource().stream().allMatch(s -> NO_TESTS.includes(Location.of(s.getUri())));
    return main && shipped
        || one.isAssignableTo(Simulation.class) && one.getPackageName().endsWith(".simulations");
  }

  private static boolean chooses(JavaMethodCall call) {
    return call.getTargetOwner().isEquivalentTo(OneLocale.class)
        || call.getTargetOwner().isEquivalentTo(LoadRun.class)
            && call.getTarget().getRawReturnType().isEquivalentTo(LoadRun.class);
  }

  @Test
  void testsBeginUnderIt() {
    assertThat(Locale.getDefault()).isEqualTo(Locale.ROOT);
    assertThat("%,d".formatted(1_500)).isEqualTo("1,500");
  }
}
