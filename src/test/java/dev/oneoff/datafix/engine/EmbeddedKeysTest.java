package dev.oneoff.datafix.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.datafix.plan.Column;
import dev.oneoff.sql.Identifier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedKeysTest {

    private static final Keys KEYS = new EmbeddedKeys(
            List.of(new Column(Identifier.of("a"), "INTEGER"), new Column(Identifier.of("b"), "BINARY VARYING(2)")));

    @Test
    void rowsOfSeveralColumnsAreFoundByAnIndexAndNoOthersAre() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:;DATABASE_TO_LOWER=TRUE");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE pair (a integer, b varbinary(2), PRIMARY KEY (a, b))");
            statement.execute("INSERT INTO pair VALUES (1, X'00ff'), (1, X'5c'), (2, X'00ff'), (3, X'')");
            String query = "SELECT a, RAWTOHEX(b) FROM pair AS p WHERE " + KEYS.in("p.a", "p.a, p.b");
            List<List<String>> keys = List.of(List.of("1", "00ff"), List.of("2", "5c"), List.of("3", ""));

            String plan = asked(connection, "EXPLAIN " + query, keys);
            assertThat(EmbeddedTrying.access(plan, Identifier.of("p")).byIndex())
                    .as(plan)
                    .isTrue();
            assertThat(asked(connection, query, keys)).isEqualTo("1 00ff;3 ;");
        }
    }

    private static String asked(Connection connection, String query, List<List<String>> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            int at = 1;
            for (Object value : KEYS.listed(keys)) {
                statement.setObject(at++, value);
            }
            StringBuilder rows = new StringBuilder();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.append(result.getString(1));
                    rows.append(query.startsWith("EXPLAIN") ? "" : " " + result.getString(2) + ";");
                }
            }
            return rows.toString();
        }
    }
}
