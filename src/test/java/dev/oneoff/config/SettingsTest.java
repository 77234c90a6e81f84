package dev.oneoff.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    @TempDir
    Path folder;

    static Stream<List<String>> sources() {
        return Cases.of("sources.tsv", 3);
    }

    static Stream<List<String>> releases() {
        return Cases.of("releases.tsv", 3);
    }

    static Stream<List<String>> actors() {
        return Cases.of("actors.tsv", 3);
    }

    static Stream<List<String>> protections() {
        return Cases.of("protected.tsv", 3);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void takesTheFirstSourceThatIsSet(List<String> row) {
        Environment environment = Cases.environment(folder, row.get(0));
        if (row.get(1).equals("error")) {
            assertThat(problem(environment)).hasMessageContaining(row.get(2));
        } else {
            DatabaseAddress address = Settings.load(environment, Flags.none()).database();
            assertThat(List.of(address.source(), address.host())).isEqualTo(row.subList(1, 3));
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void knowsTheRelease(List<String> row) {
        Release release = Settings.load(Cases.environment(folder, row.get(0)), Flags.none())
                .release();
        assertThat(List.of(release.id(), release.source())).isEqualTo(row.subList(1, 3));
    }

    @ParameterizedTest
    @MethodSource("actors")
    void knowsTheActor(List<String> row) {
        String local = row.get(0) + " DATABASE_URL=jdbc:h2:mem:x";
        Actor actor =
                Settings.load(Cases.environment(folder, local), Flags.none()).actor();
        assertThat(List.of(actor.name(), actor.source())).isEqualTo(row.subList(1, 3));
    }

    @ParameterizedTest
    @MethodSource("protections")
    void knowsAProtectedEnvironment(List<String> row) {
        Map<String, String> variables = new HashMap<>(Cases.variables(row.get(0)));
        variables.put("DATABASE_URL", "jdbc:h2:mem:x");
        Environment environment =
                new Environment(variables, Map.of("spring.profiles.active", row.get(1)), folder, Optional.empty());
        assertThat(Settings.load(environment, Flags.none()).protectedBy().orElse(""))
                .isEqualTo(row.get(2));
    }

    @Test
    void usesTheEmbeddedDatabaseBelowTheAppsFolderAndSaysSo() throws IOException {
        Files.createDirectories(folder.resolve("changelog"));
        Path below = Files.createDirectories(folder.resolve("src/main"));
        Settings settings = Settings.load(Cases.environment(below, ""), Flags.none());
        H2Address address = (H2Address) settings.database();
        assertThat(address.file()).contains(folder.resolve(".oneoff/dev"));
        assertThat(address.url())
                .isEqualTo("jdbc:h2:file:" + folder + "/.oneoff/dev;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;"
                        + "DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0");
        assertThat(settings.notices()).containsExactly("No DATABASE_URL: using the embedded database .oneoff/dev");
        assertThat(folder.resolve(".oneoff")).doesNotExist();
    }

    @Test
    void announcesADirectUrlThatIsPreferred() {
        String variables = "DIRECT_URL=postgres://u@direct/d DATABASE_URL=postgres://u@pooled:6543/d";
        assertThat(Settings.load(Cases.environment(folder, variables), Flags.none())
                        .notices())
                .containsExactly("Using DIRECT_URL rather than DATABASE_URL: a direct connection comes first");
    }

    @Test
    void readsAUrlFromAFileAndDropsOneLineEnd() throws IOException {
        Files.writeString(folder.resolve("url"), "postgres://u:p@h/d\r\n");
        DatabaseAddress address = Settings.load(Cases.environment(folder, "DATABASE_URL_FILE=url"), Flags.none())
                .database();
        assertThat(address.source()).isEqualTo("DATABASE_URL_FILE");
        assertThat(address.name()).isEqualTo("d");
    }

    @Test
    void refusesAFileOfMoreThanEightKibibytesAndOneThatIsNotUtf8() throws IOException {
        Files.writeString(folder.resolve("url"), "x".repeat(8193));
        Environment environment = Cases.environment(folder, "DATABASE_URL_FILE=url");
        assertThat(problem(environment)).hasMessageContaining("longer than 8 KiB");
        Files.write(folder.resolve("url"), new byte[] {(byte) 0xff});
        assertThat(problem(environment)).hasMessageContaining("not UTF-8");
    }

    @Test
    void takesUserAndPasswordBesideAJdbcUrlUnlessTheUrlHasThem() throws IOException {
        Files.writeString(folder.resolve("password"), "from file\n");
        PostgresAddress beside = postgres("SPRING_DATASOURCE_URL=jdbc:postgresql://h/ SPRING_DATASOURCE_USERNAME=u"
                + " SPRING_DATASOURCE_PASSWORD_FILE=password");
        assertThat(beside.user()).isEqualTo("u");
        assertThat(beside.database()).isEqualTo("u");
        assertThat(beside.password()).contains(Secret.of("from file"));
        PostgresAddress within = postgres("JDBC_DATABASE_URL=jdbc:postgresql://h/d?user=v&password=q"
                + " JDBC_DATABASE_USERNAME=u JDBC_DATABASE_PASSWORD=p");
        assertThat(within.user()).isEqualTo("v");
        assertThat(within.password()).contains(Secret.of("q"));
    }

    @Test
    void translatesTheVariablesOfLibpq() {
        PostgresAddress address = postgres("PGHOST=a,b PGPORT=1,2 PGDATABASE=d PGUSER=u PGPASSWORD=p@/?%"
                + " PGSSLMODE=verify-full PGSSLROOTCERT=ca PGOPTIONS=-cx=y PGAPPNAME=n PGCONNECT_TIMEOUT=3"
                + " PGTARGETSESSIONATTRS=read-write PGCHANNELBINDING=require");
        assertThat(address.hosts()).containsExactly(new HostPort("a", 1), new HostPort("b", 2));
        assertThat(List.of(address.database(), address.user())).containsExactly("d", "u");
        assertThat(address.password()).contains(Secret.of("p@/?%"));
        assertThat(address.driverProperties())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "sslmode", "verify-full",
                        "sslrootcert", "ca",
                        "options", "-cx=y",
                        "ApplicationName", "n",
                        "connectTimeout", "3",
                        "targetServerType", "primary",
                        "channelBinding", "require"));
    }

    @Test
    void tellsAllProblemsTogether() throws IOException {
        Files.writeString(folder.resolve("oneoff.yaml"), "migrat: {}\nmigrate:\n  changelog: [a]\n");
        Environment environment = Cases.environment(folder, "PGHOST=h PGPORT=x PGSSLMODE=y PGSSLCRL=z");
        Flags flags = new Flags(
                Optional.empty(), Optional.of(" "), Optional.empty(), false, Optional.empty(), Optional.empty());
        OneoffException problem = catchThrowableOfType(OneoffException.class, () -> Settings.load(environment, flags));
        assertThat(problem.kind()).isEqualTo(FailureKind.CONFIGURATION);
        assertThat(problem.getMessage())
                .startsWith("6 problems in the configuration: ")
                .contains("port", "sslmode", "PGSSLCRL", "oneoff.yaml line 1", "oneoff.yaml line 3", "--actor");
        assertThat(problem.failure().facts())
                .hasSize(6)
                .allMatch(fact -> fact.name().equals("problem"));
    }

    @Test
    void aFollowerIsAPostgresServerOrAProblem() {
        assertThat(follower("")).isEmpty();
        assertThat(follower("FOLLOWER_URL=postgres://u@db-2/shop").map(PostgresAddress::host))
                .contains("db-2");
        for (String wrong : List.of("FOLLOWER_URL=", "FOLLOWER_URL=jdbc:h2:mem:x", "FOLLOWER_URL=db-2")) {
            OneoffException problem = catchThrowableOfType(OneoffException.class, () -> follower(wrong));
            assertThat(problem.kind()).as(wrong).isEqualTo(FailureKind.CONFIGURATION);
            assertThat(problem.getMessage()).as(wrong).startsWith("FOLLOWER_URL: ");
        }
    }

    private Optional<PostgresAddress> follower(String variables) {
        return Settings.load(Cases.environment(folder, variables), Flags.none())
                .fixes()
                .follower();
    }

    @Test
    void showsNoSecretInAnyTextForm() {
        String variables =
                "FOLLOWER_URL=postgres://u:canary7Q@h/d DATABASE_URL=postgres://u:canary7Q@h/d?sslpassword=canary7Q&applicatio=canary7Q";
        Environment environment = Cases.environment(folder, variables);
        Settings settings = Settings.load(environment, Flags.none());
        assertThat(settings.toString() + environment + settings.database().password())
                .contains("***")
                .doesNotContain("canary7Q");
    }

    @Test
    void letsFlagsWinOverTheFile() throws IOException {
        Files.writeString(folder.resolve("oneoff.yaml"), "migrate:\n  contexts: file\n  labels: file\n");
        Flags flags = new Flags(
                Optional.empty(),
                Optional.of("anna"),
                Optional.of("OPS-7\n"),
                true,
                Optional.of("flag"),
                Optional.empty());
        Settings settings = Settings.load(Cases.environment(folder, "ONEOFF_ACTOR=other"), flags);
        assertThat(settings.migrate().contexts()).contains("flag");
        assertThat(settings.migrate().labels()).contains("file");
        assertThat(settings.actor()).isEqualTo(new Actor("anna", "--actor"));
        assertThat(settings.ticket()).contains("OPS-7");
        assertThat(settings.allowPooler()).isTrue();
    }

    private PostgresAddress postgres(String variables) {
        return (PostgresAddress) Settings.load(Cases.environment(folder, variables), Flags.none())
                .database();
    }

    private static OneoffException problem(Environment environment) {
        OneoffException problem =
                catchThrowableOfType(OneoffException.class, () -> Settings.load(environment, Flags.none()));
        assertThat(problem).isNotNull();
        assertThat(problem.kind()).isEqualTo(FailureKind.CONFIGURATION);
        return problem;
    }
}
