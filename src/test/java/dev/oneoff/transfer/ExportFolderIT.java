package dev.oneoff.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneoff.support.PublishedSchema;
import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Several tables in one snapshot, and what is said of them. */
@Execution(ExecutionMode.CONCURRENT)
class ExportFolderIT {

    @TempDir
    private Path folder;

    private TestDatabase database;
    private ImportApp app;

    @BeforeEach
    void tables() throws SQLException {
        database = TestDatabase.create();
        database.execute(
                "CREATE SCHEMA odd",
                "CREATE TABLE odd.team (id int PRIMARY KEY, name varchar(9), low text GENERATED ALWAYS AS (lower(name)) STORED)",
                "INSERT INTO odd.team VALUES (1, 'A'), (2, 'B')",
                "CREATE TABLE users (id int PRIMARY KEY, team int REFERENCES odd.team, boss int REFERENCES users)",
                "INSERT INTO users VALUES (1, 1, NULL), (2, 2, 1), (3, NULL, 1)",
                "CREATE TABLE orders (id int PRIMARY KEY, buyer int REFERENCES users)");
        app = new ImportApp(folder, database);
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void eachTableHasAFileAndTheManifestSaysWhatItIs() throws Exception {
        Instant before = Instant.now();
        String said = app.run(0, "export", "--tables", "orders,users,odd.team", "--dir", "out/")
                .stdout();

        assertThat(said).contains("out/: 3 tables, 5 rows", "odd.team.csv: left out, since it is computed: low");
        assertThat(app.read("out/users.csv")).isEqualTo("id,team,boss\n1,1,\n2,2,1\n3,,1\n");
        assertThat(app.read("out/orders.csv")).isEqualTo("id,buyer\n");
        JsonNode manifest = new ObjectMapper().readTree(app.read("out/manifest.json"));
        assertThat(Duration.between(
                        before, Instant.parse(manifest.get("snapshot").asText())))
                .isLessThan(Duration.ofMinutes(1));
        assertThat(manifest.get("masksSha256").isNull()).isTrue();
        assertThat(manifest.get("tables").findValuesAsText("table"))
                .containsExactly("odd.team", "public.users", "public.orders");
        JsonNode team = manifest.get("tables").get(0);
        assertThat(team.get("file").asText()).isEqualTo("odd.team.csv");
        assertThat(team.get("rows").asLong()).isEqualTo(2);
        assertThat(team.get("sha256").asText()).isEqualTo(sha256("out/odd.team.csv"));
        assertThat(team.get("bytes").asLong()).isEqualTo(Files.size(folder.resolve("out/odd.team.csv")));
        assertThat(team.get("columns"))
                .hasToString(
                        "[{\"name\":\"id\",\"type\":\"integer\"},{\"name\":\"name\",\"type\":\"character varying(9)\"}]");
        assertThat(team.get("computed")).hasToString("[\"low\"]");
    }

    @Test
    void theFilesCanBeImportedInTheOrderOfTheManifest() throws Exception {
        app.run(0, "export", "--tables", "orders,users,odd.team", "--dir", ".", "--format", "ndjson", "--gzip");
        database.execute("TRUNCATE users, orders, odd.team");
        JsonNode manifest = new ObjectMapper().readTree(app.read("manifest.json"));
        for (JsonNode table : manifest.get("tables")) {
            assertThat(table.get("gzip").asBoolean()).isTrue();
            app.run(0, "import", table.get("file").asText());
        }
        assertThat(app.query("SELECT count(*) FROM users")).containsExactly("3");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("users.ndjson.gz")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("{\"id\":1,\"team\":1");
        }
    }

    @Test
    void nothingIsWrittenWhereOneOfTheFilesIsThere() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        app.file("out/orders.csv", "mine");
        assertThat(app.run(11, "export", "--tables", "users,orders", "--dir", "out")
                        .stderr())
                .contains("out/orders.csv is there already");
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files).hasSize(1);
        }
        app.run(0, "export", "--tables", "users,orders", "--dir", "out", "--force");
        assertThat(app.read("out/orders.csv")).isEqualTo("id,buyer\n");
    }

    @Test
    void anExportThatFailsHalfWayHasNoManifest() throws IOException, SQLException {
        app.run(0, "export", "--tables", "users", "--dir", "out");
        database.execute("CREATE VIEW wrong AS SELECT 1 / (id - 2) AS n FROM users");
        app.run(20, "export", "--tables", "users,wrong", "--dir", "out", "--force");
        assertThat(Files.exists(folder.resolve("out/manifest.json"))).isFalse();
        assertThat(Files.exists(folder.resolve("out/wrong.csv"))).isFalse();
    }

    @Test
    void tablesOfACircleAndOfOneNameAreExportedToo() throws Exception {
        database.execute(
                "CREATE TABLE team (id int PRIMARY KEY, first int REFERENCES users)",
                "ALTER TABLE users ADD late int REFERENCES team");
        app.run(0, "export", "--tables", "orders,users,team,odd.team", "--dir", "out");
        JsonNode manifest = new ObjectMapper().readTree(app.read("out/manifest.json"));
        assertThat(manifest.get("tables").findValuesAsText("file"))
                .containsExactlyInAnyOrder("orders.csv", "users.csv", "public.team.csv", "odd.team.csv");
        app.run(2, "export", "--tables", "users,users", "--dir", "twice");
    }

    @Test
    void oneFileHasAManifestWhereItIsAskedFor() throws Exception {
        app.file("masks.yaml", "id: keep\nn: {fixed: 7}\n");
        app.run(
                0,
                "export",
                "q.json",
                "--manifest",
                "--mask",
                "masks.yaml",
                "--query",
                "SELECT id, CAST(1 AS numeric) AS n FROM users");
        JsonNode manifest = new ObjectMapper().readTree(app.read("q.json.manifest.json"));
        assertThat(manifest.get("masksSha256").asText()).isEqualTo(sha256("masks.yaml"));
        JsonNode query = manifest.get("tables").get(0);
        assertThat(query.get("table").isNull()).isTrue();
        assertThat(query.get("file").asText()).isEqualTo("q.json");
        assertThat(query.get("columns").findValuesAsText("type")).containsExactly("int4", "numeric");
        assertThat(query.get("sha256").asText()).isEqualTo(sha256("q.json"));

        Files.delete(folder.resolve("q.json"));
        assertThat(app.run(11, "export", "q.json", "--manifest", "--query", "SELECT 1")
                        .stderr())
                .contains("q.json.manifest.json is there already");
    }

    @Test
    void aManifestSaysWhatWasChosen() throws IOException {
        app.run(0, "export", "u.csv", "users", "--where", "id > 1", "--columns", "id,team", "--manifest");
        app.run(0, "export", "all.csv", "users", "--manifest");
        JsonNode some = new ObjectMapper()
                .readTree(app.read("u.csv.manifest.json"))
                .get("tables")
                .get(0);
        JsonNode all = new ObjectMapper()
                .readTree(app.read("all.csv.manifest.json"))
                .get("tables")
                .get(0);
        assertThat(some.get("where").asText()).isEqualTo("id > 1");
        assertThat(some.get("columnsChosen").asBoolean()).isTrue();
        assertThat(all.get("where").isNull()).isTrue();
        assertThat(all.get("columnsChosen").asBoolean()).isFalse();
    }

    @Test
    void whereAManifestCannotBeWrittenTheOldOneIsGone() throws IOException {
        // Its own name is not too long, the one that it is written under is.
        String name = "x".repeat(218) + ".csv";
        app.file(name, "old").file(name + ".manifest.json", "old");
        assertThat(app.run(20, "export", name, "users", "--manifest", "--force").stderr())
                .contains(name + " stands without it.")
                .doesNotContain("Nothing was left");
        assertThat(app.read(name)).startsWith("id,team,boss\n");
        assertThat(Files.exists(folder.resolve(name + ".manifest.json"))).isFalse();
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() throws IOException {
        app.run(2, "export", "--tables", "users");
        app.run(2, "export", "--dir", "out");
        app.run(2, "export");
        app.run(2, "export", "users.csv", "--gzip");
        app.run(2, "export", "x.csv", "--tables", "users", "--dir", "out");
        app.run(2, "export", "--tables", "users", "--dir", "out", "--where", "true");
        app.run(2, "export", "-", "users", "--format", "csv", "--manifest");
        PublishedSchema schema = new PublishedSchema();
        assertThat(schema.violations(
                        schema.parse(app.run(0, "export", "--tables", "users", "--dir", "o", "--output", "json")
                                .stdout())))
                .isEmpty();
    }

    private String sha256(String file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.resolve(file))));
    }
}
