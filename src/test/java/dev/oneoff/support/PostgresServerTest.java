package dev.oneoff.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    void aServerOfTheEnvironmentKeepsItsParts() {
        PostgresServer server = PostgresServer.parse("postgres://ci:s%40fe@db.internal:5433/postgres?sslmode=require");

        assertThat(server.url("t_1")).isEqualTo("postgres://ci:s%40fe@db.internal:5433/t_1?sslmode=require");
        assertThat(server.jdbcUrl("t_1"))
                .isEqualTo("jdbc:postgresql://db.internal:5433/t_1?user=ci&password=s%40fe&sslmode=require");
    }

    @Test
    void aServerOfTheEnvironmentThatIsNoUrlIsNamed() {
        assertThatThrownBy(() -> PostgresServer.parse("localhost:5432")).hasMessageContaining("ONEOFF_TEST_URL");
    }
}
