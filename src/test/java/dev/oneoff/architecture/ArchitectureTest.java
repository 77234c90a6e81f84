package dev.oneoff.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which package may see which, and which library lives where. Arrows point down: front, façade, features, run, services,
 * ground. A rule about a package that does not exist yet holds.
 */
@AnalyzeClasses(packages = "dev.oneoff", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String FACADE = "dev.oneoff";

    private static final String[] FRONT = packages("cli", "console");

    private static final List<String> FEATURE_NAMES = List.of(
            "migrate", "lint", "schema", "datafix", "transfer", "report", "task", "schedule", "health", "scaffold");

    private static final String[] FEATURES = packages(FEATURE_NAMES.toArray(String[]::new));

    private static final String[] RUN = packages("run");

    private static final String[] SERVICES = packages("lock", "ledger", "images", "rows", "pace", "progress", "output");

    private static final String[] GROUND = packages("database", "sql", "config", "failure");

    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("front")
            .definedBy(FRONT)
            .layer("façade")
            .definedBy(FACADE)
            .layer("features")
            .definedBy(FEATURES)
            .layer("run")
            .definedBy(RUN)
            .layer("services")
            .definedBy(SERVICES)
            .layer("ground")
            .definedBy(GROUND)
            .whereLayer("front")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("façade")
            .mayOnlyBeAccessedByLayers("front")
            .whereLayer("features")
            .mayOnlyBeAccessedByLayers("front", "façade")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("front", "façade", "features")
            .whereLayer("services")
            .mayOnlyBeAccessedByLayers("front", "façade", "features", "run");

    @ArchTest
    static final ArchRule everyPackageIsOnTheMap = classes()
            .should()
            .resideInAnyPackage(all(new String[] {FACADE}, FRONT, FEATURES, RUN, SERVICES, GROUND))
            .because("a new package is a new word: it gets a place in the map first");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.oneoff.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule featuresDoNotSeeEachOther = slices().assignedFrom(new Features())
            .should()
            .notDependOnEachOther()
            .because("the façade composes them")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule failureSeesNobody = noClasses()
            .that()
            .resideInAPackage("dev.oneoff.failure..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.oneoff..").and(not("dev.oneoff.failure..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule sqlSeesOnlyFailure = noClasses()
            .that()
            .resideInAPackage("dev.oneoff.sql..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.oneoff..").and(not("dev.oneoff.sql..", "dev.oneoff.failure..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule lintHasNoConnection = noClasses()
            .that()
            .resideInAPackage("dev.oneoff.lint..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.oneoff.database..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule enginesHideBehindTheDialect = classes()
            .that()
            .resideInAPackage("dev.oneoff.database.dialect..")
            .and()
            .implement(resideInAPackage("dev.oneoff.database.."))
            .should()
            .bePackagePrivate()
            .because("others ask the interface for a capability")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule tasksOfApplicationsLinkToTheJdkAlone = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("dev.oneoff.task..")
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should(Conditions.mentionOnlyTheJdkAnd("dev.oneoff.task"))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule picocliOnlyInCli = only("picocli..", "cli");

    @ArchTest
    static final ArchRule liquibaseOnlyInItsPackage = only("liquibase..", "migrate.liquibase");

    @ArchTest
    static final ArchRule jlineOnlyInConsole = only("org.jline..", "console");

    @ArchTest
    static final ArchRule jshellOnlyInConsole = only("jdk.jshell..", "console");

    @ArchTest
    static final ArchRule postgresDriverOnlyWhereItsOwnProtocolIsSpoken =
            only("org.postgresql..", "database", "transfer");

    @ArchTest
    static final ArchRule h2OnlyInDatabase = only("org.h2..", "database");

    @ArchTest
    static final ArchRule jdbcOnlyBelowNamedStatements =
            only("java.sql..", "database", "migrate.liquibase", "transfer", "task");

    private static ArchRule only(String library, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages(homes))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> not(String... packages) {
        return DescribedPredicate.not(resideInAnyPackage(packages));
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names).map(name -> "dev.oneoff." + name + "..").toArray(String[]::new);
    }

    private static String[] all(String[]... groups) {
        return Arrays.stream(groups).flatMap(Stream::of).toArray(String[]::new);
    }

    /** One slice for each feature with its sub-packages; everything else belongs to none. */
    private static final class Features implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass each) {
            return FEATURE_NAMES.stream()
                    .filter(name -> (each.getPackageName() + ".").startsWith("dev.oneoff." + name + "."))
                    .findFirst()
                    .map(SliceIdentifier::of)
                    .orElse(SliceIdentifier.ignore());
        }

        @Override
        public String getDescription() {
            return "features";
        }
    }
}
