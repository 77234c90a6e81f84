package dev.oneoff.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseUrlTest {

    static final Surroundings SURROUNDINGS =
            new Surroundings(Optional.empty(), Optional.empty(), "os", Path.of("/users/os"), Path.of("/app"));

    static Stream<List<String>> urls() {
        return Cases.of("urls.tsv", 8);
    }

    static Stream<List<String>> h2Urls() {
        return Cases.of("h2-urls.tsv", 6);
    }

    static Stream<List<String>> errors() {
        return Cases.of("url-errors.tsv", 2);
    }

    @ParameterizedTest
    @MethodSource("urls")
    void readsPostgresUrls(List<String> row) {
        DatabaseUrl url = DatabaseUrl.parse(row.get(0), "DATABASE_URL", SURROUNDINGS);
        PostgresAddress address = (PostgresAddress) url.address();
        String servers = address.hosts().stream().map(HostPort::toString).collect(Collectors.joining(","));
        String properties = address.driverProperties().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().replace(' ', '·'))
                .collect(Collectors.joining(" "));
        assertThat(List.of(
                        servers,
                        address.database(),
                        address.user(),
                        address.password().map(Secret::reveal).orElse(""),
                        properties,
                        address.pooled() ? "pooled" : ""))
                .isEqualTo(row.subList(1, 7));
        if (row.get(7).isEmpty()) {
            assertThat(url.warnings()).isEmpty();
        } else {
            assertThat(url.warnings()).anySatisfy(warning -> assertThat(warning).contains(row.get(7)));
        }
    }

    @ParameterizedTest
    @MethodSource("h2Urls")
    void readsH2Urls(List<String> row) {
        H2Address address = (H2Address)
                DatabaseUrl.parse(row.get(0), "DATABASE_URL", SURROUNDINGS).address();
        assertThat(List.of(
                        address.file().map(Path::toString).orElse(""),
                        address.url(),
                        address.user(),
                        address.password().map(Secret::reveal).orElse(""),
                        address.name()))
                .isEqualTo(row.subList(1, 6));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void refusesWithAMessageThatNamesThePartButNeverQuotesIt(List<String> row) {
        OneoffException problem = catchThrowableOfType(
                OneoffException.class, () -> DatabaseUrl.parse(row.get(0), "DATABASE_URL", SURROUNDINGS));
        assertThat(problem).isNotNull();
        assertThat(problem.kind()).isEqualTo(FailureKind.CONFIGURATION);
        assertThat(problem.getMessage()).startsWith("DATABASE_URL: ").contains(row.get(1));
        assertThat(problem.failure().hint()).isNotBlank();
        assertThat(problem.failure().toString()).doesNotContainIgnoringCase("canary7Q");
    }

    @Test
    void refusesWhatIsLongerThanEightKibibytes() {
        OneoffException problem = catchThrowableOfType(
                OneoffException.class,
                () -> DatabaseUrl.parse("postgres://u:" + "x".repeat(9000) + "@h/d", "DATABASE_URL", SURROUNDINGS));
        assertThat(problem).hasMessage("DATABASE_URL: longer than 8 KiB");
    }

    @Test
    void warnsOfAWriteDelay() {
        assertThat(DatabaseUrl.parse("jdbc:h2:mem:x;WRITE_DELAY=500", "DATABASE_URL", SURROUNDINGS)
                        .warnings())
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("loopback")
    void knowsTheOwnMachineByItsName(List<String> row) {
        DatabaseAddress address = DatabaseUrl.parse("postgres://" + row.get(0) + "/d", "DATABASE_URL", SURROUNDINGS)
                .address();
        assertThat(address.isLoopback()).isEqualTo(Boolean.parseBoolean(row.get(1)));
    }

    static Stream<List<String>> loopback() {
        return Stream.of(
                List.of("localhost", "true"),
                List.of("LOCALHOST", "true"),
                List.of("db.localhost", "true"),
                List.of("127.0.0.1", "true"),
                List.of("127.9.8.7:6000", "true"),
                List.of("[::1]", "true"),
                List.of("localhost,127.0.0.1", "true"),
                List.of("localhost,db", "false"),
                List.of("127.0.0.1.example.com", "false"),
                List.of("127.0.0", "false"),
                List.of("127.0.0.1.5", "false"),
                List.of("127.0.0.256", "false"),
                List.of("127.example.com.x", "false"),
                List.of("10.0.0.1", "false"),
                List.of("notlocalhost", "false"));
    }
}
