package dev.oneoff.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What fills the gaps of an address.
 *
 * @param user the user where the address names none, from a variable of its own; else empty
 * @param password the password where the address has none, from a variable of its own; else empty
 * @param osUser the user of a server's database where nothing names one
 * @param userHome what {@code ~} stands for
 * @param folder the app's folder, where relative files start
 */
record Surroundings(Optional<String> user, Optional<Secret> password, String osUser, Path userHome, Path folder) {

    static Surroundings of(Environment environment, AppFolder app) {
        Path userHome = Path.of(environment.property("user.home").orElse("."));
        return new Surroundings(Optional.empty(), Optional.empty(), environment.osUser(), userHome, app.path());
    }

    Surroundings with(Optional<String> otherUser, Optional<Secret> otherPassword) {
        return new Surroundings(otherUser, otherPassword, osUser, userHome, folder);
    }
}
