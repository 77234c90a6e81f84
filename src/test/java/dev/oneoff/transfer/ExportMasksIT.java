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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a file of rules makes of the values. */
@Execution(ExecutionMode.CONCURRENT)
class ExportMasksIT {

    private static final String SECRET = "0f3b0a5c9d-masks-of-the-test";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void table() throws SQLException, IOException {
        database = TestDatabase.create();
        database.execute(
                "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL UNIQUE, name text, born date, joined timestamptz, j jsonb)",
                "INSERT INTO users VALUES (1, 'a@x', 'Ann, \"Anna\"', '1970-01-01', '1970-03-01 12:00:00+00', '{\"a\": [1]}'),"
                        + " (2, 'b@x', NULL, NULL, 'infinity', NULL)",
                "CREATE TABLE orders (id int PRIMARY KEY, buyer text)",
                "INSERT INTO orders VALUES (7, 'a@x')");
        app = new ImportApp(folder, database).file("masks.yaml", """
                        id: keep
                        users.email: hmac
                        orders.buyer: hmac
                        name: {partial: {first: 1}}
                        born: shift-date
                        joined: shift-date
                        j: keep
                        """);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void everyColumnIsWrittenAsItsRuleSays() throws IOException {
        run(0, "export", "users.csv", "--mask", "masks.yaml");
        run(0, "export", "users.ndjson", "--mask", "masks.yaml");
        run(0, "export", "orders.csv", "--mask", "masks.yaml");

        String digest = app.read("orders.csv").lines().toList().get(1).substring("7,".length());
        assertThat(digest).matches("[0-9a-f]{64}");
        List<String> lines = app.read("users.csv").lines().toList();
        assertThat(lines.get(0)).isEqualTo("id,email,name,born,joined,j");
        assertThat(lines.get(1)).startsWith("1," + digest + ",A**********,").endsWith(",\"{\"\"a\"\": [1]}\"");
        assertThat(lines.get(2)).startsWith("2,").endsWith(",,,infinity,");
        assertThat(app.read("users.ndjson").lines().toList().get(0))
                .startsWith("{\"id\":1,\"email\":\"" + digest + "\",\"name\":\"A**********\",\"born\":\"")
                .endsWith("\"j\":{\"a\": [1]}}");
        String[] fields = lines.get(1).split(",", -1);
        assertThat(java.time.temporal.ChronoUnit.DAYS.between(
                        java.time.LocalDate.parse(fields[3]), java.time.LocalDate.parse(fields[4].substring(0, 10))))
                .isEqualTo(59);
        assertThat(fields[3]).isNotEqualTo("1970-01-01");
    }

    @Test
    void whatIsKeptIsWrittenAsWithoutMasks() throws IOException, SQLException {
        database.execute("UPDATE users SET name = NULL");
        app.file("masks.yaml", "id: keep\nemail: keep\nborn: keep\njoined: keep\nj: keep\nname: null\n");
        for (String ending : List.of("csv", "tsv", "json", "ndjson")) {
            run(0, "export", "plain." + ending, "users");
            run(0, "export", "masked." + ending, "users", "--mask", "masks.yaml");
            assertThat(app.read("masked." + ending)).isEqualTo(app.read("plain." + ending));
        }
    }

    @Test
    void aColumnWithoutARuleIsAnErrorAndSoIsARuleWithoutAColumn() throws IOException {
        app.file("masks.yaml", "id: keep\nborn: keep\nj: keep\norders.id: keep\n");
        assertThat(run(22, "export", "users.csv", "--mask", "masks.yaml").stderr())
                .contains("masks.yaml has no rule for: public.users.email, public.users.name, public.users.joined.");

        app.file("masks.yaml", "users.emial: keep\n");
        assertThat(run(22, "export", "users.csv", "--mask", "masks.yaml").stderr())
                .contains("masks.yaml has rules for columns that are not there: users.emial (did you mean email?).");
        run(0, "export", "few.csv", "orders", "--columns", "id", "--mask", file("f.yaml", "id: keep\n"));
        assertThat(Files.exists(folder.resolve("users.csv"))).isFalse();
    }

    @Test
    void aRuleForATableThatIsNowhereIsAnError() throws IOException, SQLException {
        String rules = "id: keep\nbuyer: null\n";
        assertThat(run(
                                22,
                                "export",
                                "orders.csv",
                                "--mask",
                                file(
                                        "t.yaml",
                                        rules + "usres.email: null\npublik.users.email: null\nzzzzzz.email: null\n"))
                        .stderr())
                .contains(
                        "publik.users.email (did you mean public.users.email?), usres.email (did you mean users.email?), "
                                + "zzzzzz.email (there is no such table).");

        database.execute(
                "CREATE SCHEMA users",
                "CREATE TABLE users.accounts (id int PRIMARY KEY, email text)",
                "CREATE TABLE u (id int)");
        run(
                0,
                "export",
                "u.csv",
                "--mask",
                file("s.yaml", "id: keep\nusers.accounts.email: null\nusers.email: null\n"));
        run(
                0,
                "export",
                "users.csv",
                "--columns",
                "id",
                "--mask",
                file("s.yaml", "id: keep\nusers.accounts.email: null\n"));
    }

    @Test
    void theOrderDoesNotTellWhatAMaskHides() throws IOException, SQLException {
        database.execute(
                "CREATE TABLE pay (salary int PRIMARY KEY, team text, city text)",
                "INSERT INTO pay SELECT n, CASE WHEN n % 2 = 0 THEN 'even' ELSE 'odd' END, 'c' || n FROM generate_series(1, 300) AS n");
        String hidden = file("p.yaml", "salary: {fixed: 0}\nteam: keep\ncity: null\n");
        run(0, "export", "pay.csv", "--mask", hidden);
        assertThat(app.read("pay.csv").lines().skip(1))
                .containsExactlyElementsOf(java.util.stream.Stream.concat(
                                java.util.Collections.nCopies(150, "0,even,").stream(),
                                java.util.Collections.nCopies(150, "0,odd,").stream())
                        .toList());

        String partly = file("c.yaml", "salary: null\nteam: null\ncity: {partial: {first: 4}}\n");
        run(0, "export", "cities.csv", "pay", "--mask", partly);
        List<String> cities = app.read("cities.csv").lines().skip(1).toList();
        assertThat(cities).hasSize(300).isNotEqualTo(app.query("SELECT ',,' || city FROM pay ORDER BY salary"));

        assertThat(run(11, "export", "o.csv", "pay", "--order", "team,Salary", "--mask", hidden)
                        .stderr())
                .contains("The order of public.pay.salary would tell what its mask hides.");
        run(0, "export", "o.csv", "pay", "--order", "team", "--mask", hidden);
    }

    @Test
    void withoutItsSecretNothingIsMaskedAndNobodyShowsIt() throws IOException {
        ProcessResult missing = app.run(78, "export", "users.csv", "--mask", "masks.yaml");
        assertThat(missing.stderr()).contains("ONEOFF_MASK_KEY is not set", "openssl rand -hex 32");

        app.run(0, "export", "o.csv", "orders", "--mask", file("k.yaml", "id: keep\nbuyer: {partial: {last: 1}}\n"));
        assertThat(app.read("o.csv")).isEqualTo("id,buyer\n7,**x\n");

        ProcessResult shown = run(0, "export", "users.csv", "--mask", "masks.yaml", "--output", "json", "--verbose");
        assertThat(shown.toString()).doesNotContain(SECRET);
        assertThat(app.read("users.csv")).doesNotContain(SECRET);
    }

    @Test
    void whatAnImportWouldNotTakeIsNoted() throws IOException {
        assertThat(run(
                                0,
                                "export",
                                "users.csv",
                                "--mask",
                                file(
                                        "n.yaml",
                                        "id: hmac\nemail: null\nname: keep\nborn: keep\njoined: keep\nj: keep\n"))
                        .stdout())
                .contains(
                        "public.users.id is integer, and its mask makes a text of it",
                        "public.users.email cannot be NULL");
        assertThat(run(
                                0,
                                "export",
                                "e.csv",
                                "users",
                                "--columns",
                                "email",
                                "--mask",
                                file("e.yaml", "email: {fixed: x}\n"))
                        .stdout())
                .contains("public.users.email belongs to a unique key");
        assertThat(run(
                                22,
                                "export",
                                "d.csv",
                                "users",
                                "--columns",
                                "name",
                                "--mask",
                                file("d.yaml", "name: shift-date\n"))
                        .stderr())
                .contains("public.users.name, which is text");
    }

    @Test
    void aFixedValueThatItsColumnDoesNotTakeIsNoted() throws IOException {
        file("f.yaml", "born: {fixed: x}\njoined: {fixed: '2026-01-01'}\nj: {fixed: '{'}\n");
        assertThat(run(0, "export", "f.csv", "users", "--columns", "born,joined,j", "--mask", "f.yaml")
                        .stdout())
                .contains(
                        "public.users.born is date, and its mask makes x of it, which is none",
                        "public.users.j is jsonb, and its mask makes { of it, which is none")
                .doesNotContain("users.joined");
        assertThat(run(0, "export", "f.ndjson", "users", "--columns", "born,joined,j", "--mask", "f.yaml")
                        .stdout())
                .contains("public.users.born is date")
                .doesNotContain("users.j");
    }

    @Test
    void aQueryIsMaskedByTheNamesOfItsColumns() throws IOException {
        String query = "SELECT name AS who, born, j ->> 'a' AS a FROM users WHERE j ? 'a'";
        run(
                0,
                "export",
                "q.json",
                "--query",
                query,
                "--mask",
                file("q.yaml", "who: {fixed: '-'}\nborn: keep\na: null\n"));
        assertThat(app.read("q.json")).isEqualTo("[\n{\"who\":\"-\",\"born\":\"1970-01-01\",\"a\":null}\n]\n");
        assertThat(run(
                                22,
                                "export",
                                "q.csv",
                                "--query",
                                query,
                                "--mask",
                                file("r.yaml", "who: keep\nborn: shift-date\na: null\n"))
                        .stderr())
                .contains("there is none in: query");
    }

    private ProcessResult run(int exitCode, String... arguments) {
        ProcessResult result =
                new InProcess(folder, Map.of("DATABASE_URL", database.url(), "ONEOFF_MASK_KEY", SECRET)).run(arguments);
        assertThat(result.exitCode())
                .as("oneoff %s%n%s", String.join(" ", arguments), result)
                .isEqualTo(exitCode);
        return result;
    }

    private String file(String name, String text) throws IOException {
        app.file(name, text);
        return name;
    }
}
