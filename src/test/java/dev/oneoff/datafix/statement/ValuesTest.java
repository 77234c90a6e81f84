package dev.oneoff.datafix.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.sql.SqlScript;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void readsTheValuesOfASetList() {
        assertThat(values("a = b = c, list[x = 1] = coalesce(d, e) -- why\n, place.street = (SELECT f, 1)"))
                .contains(List.of("b = c", "coalesce(d, e)", "(SELECT f, 1)"));
    }

    @Test
    void saysWhenTheyAreNoListOfValues() {
        assertThat(values("a = 1, b = DEFAULT")).isEmpty();
        assertThat(values("(a, b) = (SELECT 1, 2)")).isEmpty();
    }

    @Test
    void addsAnItemThatNoCommentSwallows() {
        assertThat(taken("UPDATE t SET a = b -- why\nWHERE a <> b -- really\n AND a > 0")
                        .joined("x", "x.k = t.k"))
                .isEqualTo("UPDATE t SET a = b\nFROM x\n -- why\nWHERE (a <> b -- really\n AND a > 0\n) AND x.k = t.k");
        assertThat(taken("UPDATE t SET a = 1 FROM o JOIN p ON p.i = o.i WHERE t.i = o.i")
                        .joined("x", "x.k = t.k"))
                .isEqualTo("UPDATE t SET a = 1 FROM o JOIN p ON p.i = o.i\n, x\n WHERE (t.i = o.i\n) AND x.k = t.k");
    }

    private static Optional<List<String>> values(String list) {
        return taken("UPDATE t SET " + list + " WHERE a").values();
    }

    private static Change taken(String text) {
        return Taking.apart(SqlScript.statements(text).get(0), "fix.sql");
    }
}
