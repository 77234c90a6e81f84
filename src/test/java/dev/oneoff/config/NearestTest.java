package dev.oneoff.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    private static final List<String> KNOWN = List.of("migrate", "rollback", "status", "seed", "run");

    @Test
    void findsWhatWasMeant() {
        assertThat(Nearest.to("migrat", KNOWN)).contains("migrate");
        assertThat(Nearest.to("mgirate", KNOWN)).contains("migrate");
        assertThat(Nearest.to("STATSU", KNOWN)).contains("status");
        assertThat(Nearest.to("rnu", KNOWN)).contains("run");
        assertThat(Nearest.to("see", KNOWN)).contains("seed");
        assertThat(Nearest.to("rolback", KNOWN)).contains("rollback");
    }

    @Test
    void staysSilentWhereNothingIsNear() {
        assertThat(Nearest.to("export", KNOWN)).isEmpty();
        assertThat(Nearest.to("", KNOWN)).isEmpty();
        assertThat(Nearest.to("xyz", KNOWN)).isEmpty();
        assertThat(Nearest.to("run", List.of())).isEmpty();
    }

    @Test
    void prefersTheFirstOfTwoEquallyNear() {
        assertThat(Nearest.to("rub", List.of("rum", "run"))).contains("rum");
    }
}
