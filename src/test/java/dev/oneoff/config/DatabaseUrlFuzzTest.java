package dev.oneoff.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random URLs: an address or one of our exceptions, and the password in no message and no text form. */
class DatabaseUrlFuzzTest {

    private static final String CANARY = "kX9canaryW2";
    private static final String SPICE = "@:/?#%&=+,;[]\\'\" .~-_äé😀2Ff1\u0000\n\u007f";
    private static final String[] STARTS = {
        "postgres://u:", "postgresql://user:", "postgresql+x://:", "jdbc:postgresql://u:", "jdbc:postgresql:u:"
    };
    private static final String[] ENDS = {
        "@h/d", "@h:5432/d?sslmode=require", "@[::1]/d", "@a,b:1/d?x=y&z", "@h", "@h/d?options=-c%20a%3Db&sslx=1"
    };
    private static final String[] KEYED = {
        "jdbc:postgresql://h/d?password=", "postgres://h/d?user=u&password=", "jdbc:h2:~/x;PASSWORD="
    };

    @Test
    void neverShowsAPasswordAndNeverThrowsAnythingElse() {
        long seed = System.nanoTime();
        System.out.println("DatabaseUrlFuzzTest seed " + seed);
        Random random = new Random(seed);
        int addresses = 0;
        for (int i = 0; i < 60_000; i++) {
            addresses += isAddress(url(random), seed) ? 1 : 0;
        }
        assertThat(addresses).as("valid addresses, seed %d", seed).isBetween(500, 59_000);
    }

    /** Noise only, no structure at all. */
    @Test
    void survivesNoise() {
        long seed = System.nanoTime();
        System.out.println("DatabaseUrlFuzzTest noise seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 60_000; i++) {
            String[] prefixes = {"", "postgres://", "jdbc:postgresql:", "jdbc:h2:", "jdbc:h2:mem:x;"};
            isAddress(prefixes[random.nextInt(prefixes.length)] + noise(random, 20), seed);
        }
    }

    private static String url(Random random) {
        String password = noise(random, 4) + CANARY + noise(random, 4);
        if (random.nextInt(5) == 0) {
            return KEYED[random.nextInt(KEYED.length)] + password.replace("@", "") + "&x=y";
        }
        return STARTS[random.nextInt(STARTS.length)] + password + ENDS[random.nextInt(ENDS.length)];
    }

    private static String noise(Random random, int most) {
        int[] spice = SPICE.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.appendCodePoint(spice[random.nextInt(spice.length)]);
        }
        return text.toString();
    }

    private static boolean isAddress(String url, long seed) {
        try {
            DatabaseUrl read = DatabaseUrl.parse(url, "DATABASE_URL", DatabaseUrlTest.SURROUNDINGS);
            assertThat(read.toString()).as("%s, seed %d", url, seed).doesNotContainIgnoringCase(CANARY);
            assertThat(read.address().name()).isNotEmpty();
            assertThat(read.address().user()).isNotEmpty();
            return true;
        } catch (OneoffException problem) {
            assertThat(problem.kind()).isEqualTo(FailureKind.CONFIGURATION);
            assertThat(problem.failure().toString())
                    .as("%s, seed %d", url, seed)
                    .doesNotContainIgnoringCase(CANARY);
            return false;
        }
    }
}
