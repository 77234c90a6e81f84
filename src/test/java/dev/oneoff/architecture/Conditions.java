package dev.oneoff.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Conditions that ArchUnit does not bring along. */
final class Conditions {

    private Conditions() {}

    static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass each, ConditionEvents events) {
                boolean marked = each.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                String message = "package %s (%s) has no @NullMarked package-info"
                        .formatted(each.getPackageName(), each.getSimpleName());
                events.add(new SimpleConditionEvent(each, marked, message));
            }
        };
    }

    static ArchCondition<JavaMethod> mentionOnlyTheJdkAnd(String packageName) {
        return new ArchCondition<>("mention only types of the JDK and of " + packageName) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getReturnType()), method.getParameterTypes().stream())
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !isKnown(type, packageName))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, "%s mentions %s".formatted(method.getFullName(), type.getName()))));
            }
        };
    }

    private static boolean isKnown(JavaClass type, String packageName) {
        return type.isPrimitive()
                || type.getPackageName().startsWith("java.")
                || type.getPackageName().equals(packageName);
    }
}
