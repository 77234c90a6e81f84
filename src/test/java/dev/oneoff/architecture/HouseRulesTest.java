package dev.oneoff.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Random;
import java.util.function.Predicate;

/** What is handed in and not fetched, where state and failures live, and which names say nothing. */
@AnalyzeClasses(packages = "dev.oneoff", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

    private static final String CLI = "dev.oneoff.cli..";

    @ArchTest
    static final ArchRule onlyTheCommandLineEndsTheProcess = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should(accessTargetWhere(calls(
                    "System.exit or Runtime.halt",
                    call -> isCall(call, System.class, "exit")
                            || isCall(call, Runtime.class, "exit")
                            || isCall(call, Runtime.class, "halt"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheCommandLineWritesToTheStreams = noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyConfigurationReadsTheEnvironment = noClasses()
            .that()
            .resideOutsideOfPackages(CLI, "dev.oneoff.config..")
            .should(accessTargetWhere(calls("the environment", HouseRulesTest::readsEnvironment)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodyAsksWhatTimeItIs = noClasses()
            .should(accessTargetWhere(calls("the time of day without a Clock", HouseRulesTest::readsTime)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyPacingSleeps = noClasses()
            .that(DescribedPredicate.not(mayPause()))
            .should(accessTargetWhere(calls("sleep", HouseRulesTest::sleeps)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule randomnessIsHandedIn = noClasses()
            .should(accessTargetWhere(calls("randomness", HouseRulesTest::drawsRandomly)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule staticFieldsAreFinal =
            fields().that().areStatic().should().beFinal().allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingHidesInAThread = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocal.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule failuresLiveInFailure = classes()
            .that()
            .areAssignableTo(Throwable.class)
            .should()
            .resideInAPackage("dev.oneoff.failure")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(Conditions.liveInANullMarkedPackage());

    @ArchTest
    static final ArchRule namesSaySomething = noClasses()
            .should()
            .haveNameMatching("(?i).*[.](utils?|commons?|helpers?|impl|misc|managers?)[.$].*")
            .orShould()
            .haveNameMatching(".*(Utils?|Commons?|Helpers?|Impl|Misc|Manager)([$].*)?");

    private static boolean readsEnvironment(JavaAccess<?> call) {
        return isCall(call, System.class, "getenv")
                || isCall(call, System.class, "getProperty")
                || isCall(call, System.class, "getProperties")
                || isCall(call, Boolean.class, "getBoolean")
                || isCall(call, Integer.class, "getInteger")
                || isCall(call, Long.class, "getLong");
    }

    private static boolean readsTime(JavaAccess<?> call) {
        boolean now = call.getName().equals("now")
                && call.getTargetOwner().getPackageName().startsWith("java.time")
                && call.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        return now || isCall(call, System.class, "currentTimeMillis");
    }

    private static boolean sleeps(JavaAccess<?> call) {
        return call.getName().equals("sleep")
                && call.getTargetOwner().getPackageName().startsWith("java.");
    }

    private static boolean drawsRandomly(JavaAccess<?> call) {
        return isCall(call, Random.class, "<init>") || isCall(call, Math.class, "random");
    }

    private static DescribedPredicate<JavaClass> mayPause() {
        return resideInAnyPackage("dev.oneoff.pace..")
                .or(DescribedPredicate.describe(
                        "lock.Pause", each -> each.getFullName().equals("dev.oneoff.lock.Pause")));
    }

    private static boolean isCall(JavaAccess<?> call, Class<?> owner, String method) {
        return call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(method);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(String what, Predicate<JavaAccess<?>> predicate) {
        return DescribedPredicate.describe(what, predicate);
    }
}
