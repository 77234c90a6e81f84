package dev.oneoff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which oneoff this is.
 *
 * @param version our own version
 * @param liquibase the version of Liquibase it was built with
 */
public record BuildInfo(String version, String liquibase) {

    /** Reads what the build wrote down. */
    public static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("build.properties is part of the jar", e);
        }
        return new BuildInfo(properties.getProperty("version", "?"), properties.getProperty("liquibase", "?"));
    }
}
