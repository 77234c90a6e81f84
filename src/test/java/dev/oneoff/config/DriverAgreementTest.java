package dev.oneoff.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** What we read from a JDBC URL is what the drivers read from it. */
class DriverAgreementTest {

    static Stream<String> jdbcUrls() {
        return Cases.of("urls.tsv", 8).map(row -> row.get(0)).filter(url -> url.startsWith("jdbc:"));
    }

    @ParameterizedTest
    @MethodSource("jdbcUrls")
    void readsAPostgresUrlAsPgjdbcDoes(String url) {
        Properties theirs = Driver.parseURL(url, null);
        PostgresAddress ours = (PostgresAddress) DatabaseUrl.parse(url, "DATABASE_URL", DatabaseUrlTest.SURROUNDINGS)
                .address();
        assertThat(theirs).isNotNull();
        assertThat(ours.hosts().stream().map(HostPort::host).collect(Collectors.joining(",")))
                .isEqualTo(theirs.getProperty("PGHOST"));
        assertThat(ours.hosts().stream().map(host -> "" + host.port()).collect(Collectors.joining(",")))
                .isEqualTo(theirs.getProperty("PGPORT"));
        assertThat(ours.user()).isEqualTo(theirs.getProperty("user", "os"));
        assertThat(ours.password().map(Secret::reveal).orElse("")).isEqualTo(theirs.getProperty("password", ""));
        assertThat(ours.database()).isEqualTo(theirs.getProperty("PGDBNAME"));
        ours.driverProperties()
                .forEach((key, value) -> assertThat(theirs.getProperty(key)).isEqualTo(value));
    }

    @Test
    void handsOnOnlyPropertiesThatPgjdbcHas() {
        List<String> theirs =
                Stream.of(PGProperty.values()).map(PGProperty::getName).toList();
        Cases.of("urls.tsv", 8)
                .map(row -> DatabaseUrl.parse(row.get(0), "DATABASE_URL", DatabaseUrlTest.SURROUNDINGS))
                .map(url -> (PostgresAddress) url.address())
                .forEach(address -> assertThat(theirs)
                        .containsAll(address.driverProperties().keySet()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc:h2:mem:agreement", "jdbc:h2:./x;CACHE_SIZE=1024;LOCK_TIMEOUT=5;TIME ZONE=UTC;SCHEMA=public"
            })
    void givesUrlsThatH2Opens(String url, @TempDir Path folder) throws SQLException {
        Surroundings surroundings = new Surroundings(
                DatabaseUrlTest.SURROUNDINGS.user(), DatabaseUrlTest.SURROUNDINGS.password(), "os", folder, folder);
        H2Address address =
                (H2Address) DatabaseUrl.parse(url, "DATABASE_URL", surroundings).address();
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), "")) {
            assertThat(connection.getMetaData().storesLowerCaseIdentifiers()).isTrue();
        }
    }
}
