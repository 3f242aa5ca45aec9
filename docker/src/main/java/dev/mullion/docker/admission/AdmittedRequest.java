package dev.mullion.docker.admission;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One request to one engine, as it is on the wire.
 *
 * @param engine the engine's own id
 * @param method for example {@code POST}
 * @param target path and query, undecoded, with the version: {@code
 *     /v1.47/containers/create?name=web}
 * @param bodyDigest SHA-256 of the body in 64 hex digits
 */
public record AdmittedRequest(String engine, String method, String target, String bodyDigest) {

    /** Describes a request with this body. */
    public static AdmittedRequest of(String engine, String method, String target, byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return new AdmittedRequest(engine, method, target, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
