package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two fixes of the sample shop, there and back. */
abstract class SampleFixesContract {

    private static final String USERS = "SELECT id, email, status FROM users ORDER BY id";

    private TestDatabase database;
    private FixApp shop;

    abstract TestDatabase open(Path folder) throws SQLException;

    @BeforeEach
    void migrated(@TempDir Path folder) throws IOException, SQLException {
        for (String part : List.of("changelog", "datafixes")) {
            copy(Path.of(part), folder.resolve(part));
        }
        database = open(folder);
        shop = FixApp.in(folder, database);
        shop.run(0, "migrate");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void areShownAppliedAndTakenBack() throws SQLException {
        List<String> before = shop.query(USERS);

        assertThat(shop.run(0, "datafix", "apply", "--dry-run").stdout())
                .containsSubsequence("Anna.Abel@Shop.example", "anna.abel@shop.example", "idempotence", "proven")
                .contains("20 rows changed and rolled back", "10 rows changed and rolled back");
        assertThat(shop.query(USERS)).isEqualTo(before);

        shop.run(0, "datafix", "apply", "--all");
        assertThat(
                        shop.query(
                                "SELECT count(*) FROM users WHERE email <> lower(email) OR status NOT IN ('active', 'inactive')"))
                .containsExactly("0");
        assertThat(shop.run(0, "datafix", "require", "lowercase").stdout()).contains("succeeded");

        shop.run(0, "datafix", "revert", "misspelt");
        shop.run(0, "datafix", "revert", "lowercase");
        assertThat(shop.query(USERS)).isEqualTo(before);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
