package dev.oneoff.migrate.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.config.AppFolder;
import dev.oneoff.config.MigrateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which root changelogs lead to changelog/changes/2-new.sql, and what is to be added to those that do not. */
class InclusionTest {

    private static final String NEW = "changelog/changes/2-new.sql";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yaml | databaseChangeLog: [{includeAll: {path: changes/, relativeToChangelogFile: true}}]",
                "yaml | databaseChangeLog: [{includeAll: {path: changelog/changes, endsWithFilter: .sql}}]",
                "yml  | databaseChangeLog: [{include: {file: changelog/changes/2-new.sql}}]",
                "yaml | databaseChangeLog: [{include: {file: changes/2-new.sql, relativeToChangelogFile: true}}]",
                "yaml | databaseChangeLog: [{include: {file: changelog/nested.yaml}}]",
                "xml  | <databaseChangeLog><includeAll path=\"changelog/changes\"/></databaseChangeLog>",
                "json | {\"databaseChangeLog\": [{\"includeAll\": {\"path\": \"changelog/changes\"}}]}",
                "yaml | databaseChangeLog: [{include: {file: nowhere.sql}}]",
                "xml  | not XML"
            })
    void thereIsNothingToSay(String ending, String root) throws IOException {
        assertThat(missing(ending, root)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yaml | databaseChangeLog: [{include: {file: changelog/changes/1-old.sql}}]"
                        + " | - include: {file: changelog/changes/2-new.sql}",
                "yaml | databaseChangeLog: [{includeAll: {path: changelog/changes, endsWithFilter: old.sql}}]"
                        + " | - include: {file: changelog/changes/2-new.sql}",
                "yml  | databaseChangeLog: [] | - include: {file: changelog/changes/2-new.sql}",
                "xml  | <databaseChangeLog><include file=\"changelog/changes/1-old.sql\"/></databaseChangeLog>"
                        + " | <include file=\"changelog/changes/2-new.sql\"/>",
                "json | {\"databaseChangeLog\": [{\"include\": {\"file\": \"changelog/changes/1-old.sql\"}}]}"
                        + " | {\"include\": {\"file\": \"changelog/changes/2-new.sql\"}}"
            })
    void theLineToAddIsNamed(String ending, String root, String line) throws IOException {
        assertThat(missing(ending, root))
                .contains("changelog/root." + ending + " does not lead to " + NEW + " yet. Add there: " + line);
    }

    @Test
    void aRootInSqlHasToHoldTheChangesetItself() throws IOException {
        assertThat(missing("sql", "--liquibase formatted sql\n--changeset a:0\nSELECT 0;")
                        .orElseThrow())
                .startsWith("changelog/root.sql does not lead to " + NEW)
                .endsWith("write the changeset there instead.");
    }

    private Optional<String> missing(String ending, String root) throws IOException {
        Files.createDirectories(folder.resolve("changelog/changes"));
        Files.writeString(folder.resolve("changelog/root." + ending), xml(root));
        Files.writeString(
                folder.resolve("changelog/nested.yaml"),
                "databaseChangeLog: [{includeAll: {path: changes/, relativeToChangelogFile: true}}]");
        Files.writeString(
                folder.resolve("changelog/changes/1-old.sql"), "--liquibase formatted sql\n--changeset a:1\nSELECT 1;");
        Path file = Files.writeString(folder.resolve(NEW), "--liquibase formatted sql\n--changeset a:2\nSELECT 2;");
        return new Inclusion(new AppFolder(folder, "-C"), MigrateSettings.none()).missing(file);
    }

    private static String xml(String root) {
        return root.replace(
                "<databaseChangeLog>",
                "<databaseChangeLog xmlns=\"http://www.liquibase.org/xml/ns/dbchangelog\""
                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xsi:schemaLocation=\"http://www.liquibase.org/xml/ns/dbchangelog"
                        + " http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd\">");
    }
}
