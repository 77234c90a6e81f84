package dev.oneoff.transfer.export.mask;

import dev.oneoff.config.Secret;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes digests that nobody makes without the key. For one thread. */
public final class MaskKey {

    /** The variable that holds the key. */
    public static final String VARIABLE = "ONEOFF_MASK_KEY";

    private static final int SHORTEST = 16;

    private final Mac mac;

    private MaskKey(byte[] key) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HmacSHA256, which takes any key", e);
        }
    }

    /**
     * Makes it of what the variable says.
     *
     * @throws OneoffException CONFIGURATION when it is missing, or so short that it can be guessed
     */
    public static MaskKey of(Optional<Secret> key) {
        byte[] bytes = key.map(secret -> secret.reveal().getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> new OneoffException(
                        FailureKind.CONFIGURATION,
                        VARIABLE + " is not set: the rules hmac, email and shift-date need a secret key.",
                        "Set it to at least " + SHORTEST + " random characters, and keep it: openssl rand -hex 32"));
        if (bytes.length < SHORTEST) {
            throw new OneoffException(
                    FailureKind.CONFIGURATION,
                    VARIABLE + " is too short: who guesses it finds out what the values were.",
                    "Set it to at least " + SHORTEST + " random characters: openssl rand -hex 32");
        }
        return new MaskKey(bytes);
    }

    byte[] digest(String text) {
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
