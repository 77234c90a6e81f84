package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.PublishedSchema;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The three fixes of the sample shop, there and back. */
@Execution(ExecutionMode.CONCURRENT)
abstract class SampleFixesContract {

    private static final String USERS = "SELECT id, email, status FROM users ORDER BY id";
    private static final String LINES =
            "SELECT order_id, line_number, product_id, quantity, price FROM order_lines ORDER BY order_id, line_number";

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
        shop.launch(0, "migrate");
    }

    @AfterEach
    void drop() throws SQLException {
        database.close();
    }

    @Test
    void areShownAppliedAndTakenBack() throws SQLException {
        List<String> users = shop.query(USERS);
        List<String> lines = shop.query(LINES);

        assertThat(shop.run(0, "datafix", "apply", "--dry-run").stdout())
                .containsSubsequence("Anna.Abel@Shop.example", "anna.abel@shop.example", "idempotence", "proven")
                .contains("20 rows changed and rolled back", "10 rows changed and rolled back")
                .containsSubsequence("form", "INSERT", "order_lines", "exactly", "line_number: 4, product_id: 5");
        PublishedSchema schema = new PublishedSchema();
        String json =
                shop.run(0, "datafix", "apply", "--dry-run", "--output", "json").stdout();
        assertThat(schema.violations(schema.parse(json))).isEmpty();
        assertThat(shop.query(USERS)).isEqualTo(users);
        assertThat(shop.query(LINES)).isEqualTo(lines);

        shop.run(0, "datafix", "apply", "--all");
        assertThat(
                        shop.query(
                                "SELECT count(*) FROM users WHERE email <> lower(email) OR status NOT IN ('active', 'inactive')"))
                .containsExactly("0");
        assertThat(shop.query(LINES)).hasSize(lines.size() + 100);
        assertThat(
                        shop.query(
                                "SELECT count(*) FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN products p ON p.id = l.product_id"
                                        + " WHERE o.status = 'paid' AND l.line_number = 4 AND p.sku = 'TEA-MINT-100' AND l.price = 0"))
                .containsExactly("100");
        for (String fix : List.of("lowercase", "misspelt", "mint")) {
            assertThat(shop.run(0, "datafix", "require", fix).stdout()).contains("succeeded");
        }

        shop.run(0, "datafix", "revert", "mint");
        shop.run(0, "datafix", "revert", "misspelt");
        shop.run(0, "datafix", "revert", "lowercase");
        assertThat(shop.query(USERS)).isEqualTo(users);
        assertThat(shop.query(LINES)).isEqualTo(lines);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
