package dev.mullion.engine.container;

import dev.mullion.engine.EngineProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Descriptions of group managed service accounts, the accounts of a Windows domain that containers
 * can have ({@code --security-opt credentialspec=…}). The operator of a host puts them into a
 * folder; a request can also bring its own, where that is allowed.
 */
final class CredentialSpecs {

    private static final String NAME = "credentialspec";
    private static final String FILE = "file://";
    private static final String REGISTRY = "registry://";
    private static final String RAW = "raw://";
    private static final int LONGEST = 1 << 20;

    private final Path folder;

    /**
     * Knows where they are.
     *
     * @param folder a JSON file each
     */
    CredentialSpecs(Path folder) {
        this.folder = folder;
    }

    /** Whether a request brings its own. */
    static boolean bringsItsOwn(List<String> options) {
        return find(options).filter(value -> value.startsWith(RAW)).isPresent();
    }

    /**
     * Reads the one that is asked for; refuses every other option, since Windows has none.
     *
     * @param options as requests have them
     * @return the text, JSON
     * @throws EngineProblem 400 if it isn't there or can't be understood
     */
    Optional<String> read(List<String> options) {
        return find(options).map(this::text);
    }

    private static Optional<String> find(List<String> options) {
        String found = null;
        for (String option : options) {
            int split = option.indexOf('=') >= 0 ? option.indexOf('=') : option.indexOf(':');
            String name = split < 0 ? option : option.substring(0, split);
            if (split < 0 || !name.toLowerCase(Locale.ROOT).equals(NAME)) {
                throw EngineProblem.invalid(
                        "security option not supported: "
                                + option
                                + "; Windows knows only credentialspec");
            }
            if (found != null) {
                throw EngineProblem.invalid("a container can have one credentialspec only");
            }
            found = option.substring(split + 1);
        }
        return Optional.ofNullable(found);
    }

    private String text(String value) {
        String text;
        if (value.startsWith(RAW)) {
            text = value.substring(RAW.length());
        } else if (value.startsWith(FILE)) {
            text = file(value.substring(FILE.length()));
        } else if (value.startsWith(REGISTRY)) {
            throw EngineProblem.notImplemented(
                    "credential specs in the registry of Windows can't be read by this engine; put"
                            + " the text into a file below "
                            + folder
                            + " and ask for file://NAME");
        } else {
            throw EngineProblem.invalid(
                    "invalid credential spec security option - value must be prefixed by 'file://',"
                            + " 'registry://', or 'raw://' followed by a non-empty value");
        }
        try {
            if (!JsonMapper.shared().readTree(text).isObject()) {
                throw EngineProblem.invalid("invalid credential spec: it isn't a JSON object");
            }
        } catch (JacksonException e) {
            throw EngineProblem.invalid("invalid credential spec: " + e.getOriginalMessage());
        }
        return text;
    }

    /** Nothing but a file directly in the folder: not above it, and not through a link. */
    private String file(String name) {
        try {
            Path file = folder.resolve(name).normalize();
            if (!folder.equals(file.getParent()) || name.contains("/") || name.contains("\\")) {
                throw EngineProblem.invalid(
                        "invalid credential spec: file:// wants the name of a file in " + folder);
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw EngineProblem.invalid(
                        "invalid credential spec: there is no file " + name + " in " + folder);
            }
            if (Files.size(file) > LONGEST) {
                throw EngineProblem.invalid("invalid credential spec: " + name + " is too large");
            }
            return Files.readString(file);
        } catch (InvalidPathException e) {
            throw EngineProblem.invalid("invalid credential spec: " + e.getReason());
        } catch (IOException e) {
            throw EngineProblem.failed("the credential spec " + name + " can't be read: " + e, e);
        }
    }
}
