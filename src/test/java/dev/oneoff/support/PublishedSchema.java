package dev.oneoff.support;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The published schema of {@code --output json}. Readers may meet keys that are not in it, so it allows them; here they
 * are an error: every key we write is documented.
 */
public final class PublishedSchema {

    private static final Path FILE = Path.of(System.getProperty("basedir", ""), "docs/reference/output.schema.json");

    private final ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final JsonSchema schema;

    /** Reads the schema. */
    public PublishedSchema() {
        try {
            JsonNode published = mapper.readTree(FILE.toFile());
            close(published);
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(published);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode node) {
        boolean ofAnObject = "object".equals(node.path("type").asText()) && node.has("properties");
        if (ofAnObject && node instanceof ObjectNode object) {
            object.put("additionalProperties", false);
        }
        node.forEach(PublishedSchema::close);
    }

    /** Returns the one object a text consists of; fails when there is anything else in it. */
    public JsonNode parse(String text) {
        try {
            return mapper.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("Not one JSON object: " + e.getMessage() + "\n" + text, e);
        }
    }

    /** Returns what of the object is against the schema. */
    public List<String> violations(JsonNode object) {
        return schema.validate(object).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
