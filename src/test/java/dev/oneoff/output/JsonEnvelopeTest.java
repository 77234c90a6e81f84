package dev.oneoff.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneoff.failure.Failure;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.support.PublishedSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonEnvelopeTest {

    private final PublishedSchema schema = new PublishedSchema();

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void everyKindOfFailureIsInTheSchema(FailureKind kind) {
        JsonNode json = schema.parse(JsonEnvelope.render(
                envelope(Optional.empty(), Optional.of(new Failure(kind, "Title.", "Hint.").with("file", "a.sql")))));

        assertThat(schema.violations(json)).isEmpty();
        assertThat(json.path("ok").asBoolean()).isFalse();
        assertThat(json.at("/exit/code").asInt()).isEqualTo(kind.exitCode());
        assertThat(json.at("/error/details/file").asText()).isEqualTo("a.sql");
    }

    @Test
    void aKeyTheSchemaDoesNotKnowIsAViolation() {
        Report report = Report.of("", new Section.Text("help", "text"), new Section.Text("news", "text"));

        assertThat(schema.violations(
                        schema.parse(JsonEnvelope.render(envelope(Optional.of(report), Optional.empty())))))
                .isNotEmpty();
    }

    @Test
    void valuesKeepTheirTypes() {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("whole", 3_000_000_000L);
        facts.put("small", 3);
        facts.put("yes", true);
        facts.put("at", Instant.parse("2026-11-20T10:00:00Z"));
        facts.put("seconds", Duration.ofMillis(1500));
        facts.put("list", List.of("a", "b"));
        facts.put("nothing", null);
        facts.put("text", "a\u001b\"\n");
        Report report = Report.of("", new Section.Facts("facts", facts));

        assertThat(schema.parse(JsonEnvelope.render(envelope(Optional.of(report), Optional.empty())))
                        .at("/result/facts"))
                .isEqualTo(schema.parse("""
                        {"whole": 3000000000, "small": 3, "yes": true, "at": "2026-11-20T10:00:00Z", "seconds": 1.5,
                         "list": ["a", "b"], "nothing": null, "text": "a\\u001b\\"\\n"}"""));
    }

    private static Envelope envelope(Optional<Report> report, Optional<Failure> failure) {
        return new Envelope(
                "help", Optional.empty(), Optional.empty(), Optional.empty(), false, report, List.of(), failure);
    }
}
