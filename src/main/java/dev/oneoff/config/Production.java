package dev.oneoff.config;

import java.util.List;
import java.util.Optional;

/** Tells from the environment whether this is production, or a platform that releases run on. */
final class Production {

    private static final List<String> PLATFORMS = List.of(
            "DYNO", "KUBERNETES_SERVICE_HOST", "FLY_APP_NAME", "RENDER", "K_SERVICE", "ECS_CONTAINER_METADATA_URI");

    private Production() {}

    /** Returns what says that this is production, for example {@code APP_ENV=production}; else empty. */
    static Optional<String> protectedBy(Environment environment) {
        Optional<String> appEnv =
                environment.filled("APP_ENV").map(String::strip).filter(Production::isProduction);
        if (appEnv.isPresent()) {
            return appEnv.map(name -> "APP_ENV=" + name);
        }
        return profile(environment.property("spring.profiles.active"))
                .or(() -> profile(environment.filled("SPRING_PROFILES_ACTIVE")))
                .map(name -> "spring profile " + name);
    }

    /** Returns why a missing URL cannot mean the embedded database, as half a sentence; empty where it can. */
    static Optional<String> reasonAgainstEmbedded(Environment environment) {
        for (String platform : PLATFORMS) {
            if (environment.filled(platform).isPresent()) {
                return Optional.of(platform + " says this is a platform");
            }
        }
        return protectedBy(environment).map(reason -> "this is production (" + reason + ")");
    }

    private static Optional<String> profile(Optional<String> active) {
        return active.flatMap(list -> Text.split(list, ',').stream()
                .map(String::strip)
                .filter(Production::isProduction)
                .findFirst());
    }

    private static boolean isProduction(String name) {
        return name.equalsIgnoreCase("production") || name.equalsIgnoreCase("prod");
    }
}
