package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.config.Environment;
import dev.oneoff.config.MigrateSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> properties = new HashMap<>();
    private MigrateSettings settings = MigrateSettings.none();
    private List<String> versions = List.of("1", "15.18", "public");

    @TempDir
    private Path app;

    private Optional<String> before = Optional.empty();

    @BeforeEach
    void look() throws IOException {
        Files.createDirectories(app.resolve("changelog/changes"));
        Files.writeString(app.resolve("changelog/root.yaml"), "databaseChangeLog: []");
        Files.writeString(app.resolve("changelog/changes/001.sql"), "CREATE TABLE ${table} (id INT);");
        jar("CREATE TABLE t (id INT);");
        properties.put("java.class.path", app.resolve("driver.jar").toString());
        before = fingerprint();
        assertThat(before.orElseThrow()).matches("[0-9a-f]{64}");
        assertThat(fingerprint()).isEqualTo(before);
    }

    private Optional<String> fingerprint() {
        Environment environment = new Environment(variables, properties, app, Optional.empty());
        return Fingerprint.of(new ChangelogSource(app, "changelog/root.yaml", false), settings, environment, versions);
    }

    private void assertItChanged() {
        assertThat(fingerprint()).isPresent().isNotEqualTo(before);
    }

    @Test
    void aByteOfAFileChangesIt() throws IOException {
        Files.writeString(app.resolve("changelog/changes/001.sql"), "CREATE TABLE ${table} (id INt);");
        assertItChanged();
    }

    @Test
    void theNameOfAFileChangesIt() throws IOException {
        Files.move(app.resolve("changelog/changes/001.sql"), app.resolve("changelog/changes/002.sql"));
        assertItChanged();
    }

    @Test
    void aNewFileChangesIt() throws IOException {
        Files.writeString(app.resolve("changelog/changes/002.sql"), "");
        assertItChanged();
    }

    @Test
    void whatIsOutsideTheFolderDoesNot() throws IOException {
        Files.writeString(app.resolve("README"), "text");
        variables.put("HOME", "/elsewhere");
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    void bytesCannotMoveFromOneFileToTheNext() throws IOException {
        Files.writeString(app.resolve("changelog/a"), "xy");
        Files.writeString(app.resolve("changelog/b"), "z");
        Optional<String> one = fingerprint();
        Files.writeString(app.resolve("changelog/a"), "x");
        Files.writeString(app.resolve("changelog/b"), "yz");

        assertThat(fingerprint()).isNotEqualTo(one);
    }

    @Test
    void aVersionChangesIt() {
        versions = List.of("1", "16.1", "public");
        assertItChanged();
    }

    @Test
    void contextsLabelsAndParametersChangeIt() {
        for (MigrateSettings other : List.of(
                settings(Optional.of("test"), Optional.empty(), Map.of()),
                settings(Optional.empty(), Optional.of("test"), Map.of()),
                settings(Optional.empty(), Optional.empty(), Map.of("table", "t")))) {
            settings = other;
            assertItChanged();
        }
    }

    private static MigrateSettings settings(
            Optional<String> contexts, Optional<String> labels, Map<String, String> parameters) {
        return new MigrateSettings(Optional.empty(), Optional.empty(), contexts, labels, parameters);
    }

    @Test
    void theValueOfAPlaceholderChangesItFromTheEnvironmentAndFromAProperty() {
        variables.put("table", "customer");
        assertItChanged();
        Optional<String> fromTheEnvironment = fingerprint();
        properties.put("table", "orders");
        assertThat(fingerprint()).isNotEqualTo(fromTheEnvironment).isNotEqualTo(before);
    }

    @Test
    void aSettingOfLiquibaseChangesIt() {
        variables.put("LIQUIBASE_PRESERVE_SCHEMA_CASE", "true");
        assertItChanged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LIQUIBASE_DATABASE_CHANGELOG_TABLE_NAME",
                "LIQUIBASE_LIQUIBASE_SCHEMA_NAME",
                "liquibase_database_changelog_table_name",
                "Liquibase_LiquibaseSchemaName"
            })
    void aHistoryInAnotherPlaceCannotBeVouchedFor(String name) {
        variables.put(name, "elsewhere");
        assertThat(fingerprint()).isEmpty();
    }

    @Test
    void aJarOfTheApplicationChangesIt() throws IOException {
        jar("CREATE TABLE t (id BIGINT);");
        assertItChanged();
    }

    private void jar(String sql) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(app.resolve("driver.jar")))) {
            jar.putNextEntry(new ZipEntry("db/changelog/one.sql"));
            jar.write(sql.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void anEntryOfTheClassPathThatIsNoJarCannotBeVouchedFor() throws IOException {
        Files.writeString(app.resolve("driver.jar"), "no zip file");
        assertThat(fingerprint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"more%zz.jar", "a\\b.jar", "file://host/more.jar", "file:more.jar"})
    void aJarThatNamesWhatIsNoFileCannotBeVouchedFor(String name) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, name);
        new JarOutputStream(Files.newOutputStream(app.resolve("driver.jar")), manifest).close();
        assertThat(fingerprint()).isEmpty();
    }

    @Test
    void aClassPathEntryThatIsNotThereChangesNothing() {
        properties.put("java.class.path", app.resolve("driver.jar") + File.pathSeparator + app.resolve("none.jar"));
        assertThat(fingerprint()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void namesInAWideEncodingCannotBeVouchedFor(String encoding) throws IOException {
        Charset charset = Charset.forName(encoding);
        Files.writeString(app.resolve("changelog/wide.sql"), "CREATE TABLE t (price INT);", charset);
        assertItChanged();
        Files.writeString(app.resolve("changelog/wide.sql"), "CREATE TABLE ${name} (price INT);", charset);
        assertThat(fingerprint()).isEmpty();
    }
}
