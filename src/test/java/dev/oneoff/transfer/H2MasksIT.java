package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.cli.InProcess;
import dev.oneoff.support.ProcessResult;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Masks and warnings on the embedded database are those of PostgreSQL. */
@Execution(ExecutionMode.CONCURRENT)
class H2MasksIT {

    private static final String SECRET = "0f3b0a5c9d-masks-of-the-test";
    private static final String[] USERS = {
        "CREATE TABLE users (id int PRIMARY KEY, email varchar(99) NOT NULL UNIQUE, name varchar, born date,"
                + " joined timestamp, paid numeric(9, 2), active boolean, note varchar, team int, code varchar)",
        "INSERT INTO users VALUES (1, 'a@x', 'Ann, \"Anna\"', '1970-01-01', '1970-03-01 12:00:00.5', 1.50, TRUE, 'n', 7, '=1'),"
                + " (2, 'b@x', NULL, NULL, '0001-01-02 00:00:00', NULL, FALSE, NULL, 8, '+2'),"
                + " (3, 'c@x', '😀é😀', '0001-01-01', NULL, -3, NULL, '', NULL, '')"
    };
    private static final String RULES = """
            id: keep
            users.email: email
            name: {partial: {first: 1}}
            born: hmac
            joined: shift-date
            paid: hmac
            active: hmac
            note: {fixed: "removed"}
            team: null
            code: keep
            """;

    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void table() throws SQLException, IOException {
        database = TestDatabase.h2(folder);
        database.execute(USERS);
        Files.writeString(folder.resolve("masks.yaml"), RULES);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void everyRuleMakesTheSameOfAValueAsOnPostgres() throws IOException, SQLException {
        try (TestDatabase server = TestDatabase.create()) {
            server.execute(USERS);
            server.execute("INSERT INTO users (id, email, born) VALUES (4, 'd@x', '0044-03-15 BC')");
            database.execute("INSERT INTO users (id, email, born) VALUES (4, 'd@x', '-0043-03-15')");
            for (String ending : List.of("csv", "tsv", "json", "ndjson")) {
                run(server, 0, "export", "server." + ending, "users", "--mask", "masks.yaml");
                run(database, 0, "export", "users." + ending, "--mask", "masks.yaml");
                assertThat(read("users." + ending)).isEqualTo(daysThroughZero(read("server." + ending)));
            }
        }
        assertThat(read("users.csv"))
                .contains(",A**********,", ",😀**,", ",removed,")
                .doesNotContain("a@x", "1970-01-01");
    }

    /** The one thing that H2 writes, and reads, in another way: a day before year 1. */
    private static String daysThroughZero(String text) {
        return text.replaceAll("0001(-\\d\\d-\\d\\d[ 0-9:]*) BC", "0000$1");
    }

    @Test
    void noColumnAndNoRuleIsForgotten() throws IOException, SQLException {
        Files.writeString(folder.resolve("few.yaml"), "id: keep\nname: keep\nuser.born: keep\n");
        assertThat(run(database, 22, "export", "users.csv", "--mask", "few.yaml")
                        .stderr())
                .contains("user.born (did you mean users.born?)");
        Files.writeString(
                folder.resolve("few.yaml"), RULES.replace("code: keep\n", "").replace("team: null\n", ""));
        assertThat(run(database, 22, "export", "users.csv", "--mask", "few.yaml")
                        .stderr())
                .contains("few.yaml has no rule for: public.users.team, public.users.code.");
        Files.writeString(folder.resolve("few.yaml"), RULES.replace("code: keep", "code: shift-date"));
        assertThat(run(database, 22, "export", "users.csv", "--mask", "few.yaml")
                        .stderr())
                .contains("public.users.code, which is CHARACTER VARYING");
        assertThat(run(database, 11, "export", "users.csv", "--mask", "masks.yaml", "--order", "paid")
                        .stderr())
                .contains("would tell what its mask hides");
        assertThat(Files.exists(folder.resolve("users.csv"))).isFalse();

        assertThat(run(database, 0, "export", "users.csv", "--mask", "masks.yaml")
                        .stdout())
                .contains("public.users.paid is NUMERIC(9, 2), and its mask makes a text of it")
                .doesNotContain("users.name is");
        Files.writeString(
                folder.resolve("few.yaml"),
                RULES.replace("team: null", "team: {fixed: x}").replace("born: hmac", "born: {fixed: '2026-01-01'}"));
        assertThat(run(database, 0, "export", "fixed.csv", "users", "--mask", "few.yaml")
                        .stdout())
                .contains("public.users.team is INTEGER, and its mask makes x of it, which is none")
                .doesNotContain("users.born");
        run(
                database,
                0,
                "export",
                "q.csv",
                "--query",
                "SELECT code, id FROM users ORDER BY id DESC",
                "--mask",
                rules());
        assertThat(read("q.csv")).isEqualTo("code,id\n,3\n**,2\n**,1\n".replace("\n,3", "\n\"\",3"));
    }

    private String rules() throws IOException {
        Files.writeString(folder.resolve("q.yaml"), "code: {partial: {}}\nid: keep\n");
        return "q.yaml";
    }

    @Test
    void aHiddenKeyDoesNotShowInTheOrder() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE pay (salary int PRIMARY KEY, team varchar)",
                "INSERT INTO pay SELECT x, CASE WHEN MOD(x, 2) = 0 THEN 'even' ELSE 'odd' END FROM SYSTEM_RANGE(1, 300) AS r (x)");
        Files.writeString(folder.resolve("pay.yaml"), "salary: hmac\nteam: keep\n");
        run(database, 0, "export", "pay.csv", "--mask", "pay.yaml");
        run(database, 0, "export", "again.csv", "pay", "--mask", "pay.yaml");
        assertThat(read("pay.csv")
                        .lines()
                        .skip(1)
                        .map(line -> line.substring(65))
                        .distinct())
                .containsExactly("even", "odd");
        assertThat(read("again.csv")).isNotEqualTo(read("pay.csv"));
        assertThat(read("again.csv").lines().sorted())
                .containsExactlyElementsOf(read("pay.csv").lines().sorted().collect(Collectors.toList()));
    }

    @Test
    void textsThatASpreadsheetWouldRunAreCounted() throws IOException {
        assertThat(run(database, 0, "export", "users.csv", "--warn-formulas").stdout())
                .contains("would take 2 texts for formulas", "in: code;");
        assertThat(run(database, 0, "export", "m.tsv", "users", "--warn-formulas", "--mask", "masks.yaml")
                        .stdout())
                .contains("would take 2 texts for formulas", "in: code;");
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private ProcessResult run(TestDatabase on, int exitCode, String... arguments) {
        ProcessResult result =
                new InProcess(folder, Map.of("DATABASE_URL", on.url(), "ONEOFF_MASK_KEY", SECRET)).run(arguments);
        assertThat(result.exitCode())
                .as("oneoff %s%n%s", String.join(" ", arguments), result)
                .isEqualTo(exitCode);
        return result;
    }
}
