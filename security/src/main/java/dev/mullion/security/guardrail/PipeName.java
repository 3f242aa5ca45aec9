package dev.mullion.security.guardrail;

import java.util.Optional;
import java.util.regex.Pattern;

/** Named pipes of a Windows host as a request spells them. */
final class PipeName {

    private static final String START = "\\\\.\\pipe\\";

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_$-][a-z0-9_.$-]*(\\\\[a-z0-9_$-][a-z0-9_.$-]*)*");

    /** Whoever talks to an engine through one of these is administrator of the host. */
    private static final Pattern OF_AN_ENGINE =
            Pattern.compile("(docker|mullion|containerd|podman|buildkit|hcs|cri-).*");

    private PipeName() {}

    /** Whether a text means a pipe rather than a folder, in whatever spelling. */
    static boolean isMeant(String text) {
        String plain = HostPath.smallLetters(text.replace('/', '\\'));
        return plain.startsWith("\\\\") && plain.contains("\\pipe\\");
    }

    /**
     * Reads a pipe's name.
     *
     * @return {@code \\.\pipe\} and the name in small letters; nothing if it could mean something
     *     else
     */
    static Optional<String> read(String text) {
        String plain = HostPath.smallLetters(text.replace('/', '\\'));
        if (!plain.startsWith(START)) {
            return Optional.empty();
        }
        String name = plain.substring(START.length());
        boolean understood = NAME.matcher(name).matches() && !name.endsWith(".");
        return understood && !name.contains(".\\") ? Optional.of(plain) : Optional.empty();
    }

    static boolean isOfAnEngine(String read) {
        return OF_AN_ENGINE.matcher(read.substring(START.length())).matches();
    }

    /** The form for lists in documents. */
    static String listed(String at, String text) {
        return read(text)
                .orElseThrow(() ->
                        new PolicyFormatException(
                                at,
                                at
                                        + " must name pipes like \\\\.\\pipe\\name, unlike "
                                        + Objections.quoted(text)));
    }
}
