package dev.mullion.docker;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an image is found: registry, repository, and a tag or a digest or both, by the grammar of
 * the distribution project. What people leave out is filled in as Docker does: {@code nginx} is
 * {@code docker.io/library/nginx:latest}.
 */
public final class ImageReference {

    private static final String DEFAULT_DOMAIN = "docker.io";
    private static final String OFFICIAL = "library/";

    /** 255 for the path, and room for a domain, a tag and the longest digest. */
    private static final int LONGEST = 1024;

    private static final int LONGEST_PATH = 255;

    private static final Pattern PATH =
            Pattern.compile("[a-z0-9]++(?:(?:\\.|_{1,2}|-++)[a-z0-9]++)*+");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
    private static final Pattern HOST_NAME =
            Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?");
    private static final Pattern IP_V6 = Pattern.compile("\\[[a-fA-F0-9:]+]");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    private final String domain;
    private final String path;
    private final @Nullable String tag;
    private final @Nullable Digest digest;

    private ImageReference(
            String domain, String path, @Nullable String tag, @Nullable Digest digest) {
        this.domain = domain;
        this.path = path;
        this.tag = tag;
        this.digest = digest;
    }

    /**
     * Reads a reference as people type it.
     *
     * @param text for example {@code nginx}, {@code registry.example:5000/team/app:1.2} or {@code
     *     app@sha256:…}
     * @return the reference; with the tag {@code latest} if there was neither tag nor digest
     * @throws IllegalArgumentException if the text isn't a reference; the message says which part
     */
    @JsonCreator
    public static ImageReference of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("Not an image reference: it is empty");
        }
        if (text.length() > LONGEST) {
            throw bad(text, "it is longer than " + LONGEST + " characters");
        }
        String name = text;
        Digest digest = null;
        int at = name.indexOf('@');
        if (at >= 0) {
            digest = digestOf(text, name.substring(at + 1));
            name = name.substring(0, at);
        }
        String tag = null;
        int colon = name.lastIndexOf(':');
        if (colon > name.lastIndexOf('/')) {
            tag = checkedTag(name.substring(colon + 1));
            name = name.substring(0, colon);
        }
        if (Digest.isLowerHex(name) && name.length() == 64) {
            throw bad(text, "64 hexadecimal digits are an image id, not a name");
        }
        String domain = DEFAULT_DOMAIN;
        String path = name;
        int slash = name.indexOf('/');
        if (slash >= 0 && looksLikeDomain(name.substring(0, slash))) {
            domain = checkedDomain(text, name.substring(0, slash));
            path = name.substring(slash + 1);
        }
        if (domain.equals("index.docker.io")) {
            domain = DEFAULT_DOMAIN;
        }
        checkPath(text, path);
        if (domain.equals(DEFAULT_DOMAIN) && path.indexOf('/') < 0) {
            path = OFFICIAL + path;
        }
        return new ImageReference(
                domain, path, tag == null && digest == null ? "latest" : tag, digest);
    }

    /**
     * Returns the registry.
     *
     * @return host and perhaps port, for example {@code docker.io} or {@code localhost:5000}
     */
    public String domain() {
        return domain;
    }

    /**
     * Returns the repository's path within the registry.
     *
     * @return for example {@code library/nginx}
     */
    public String path() {
        return path;
    }

    /**
     * Returns the tag.
     *
     * @return the tag, or nothing if only a digest names the image
     */
    public Optional<String> tag() {
        return Optional.ofNullable(tag);
    }

    /**
     * Returns the digest.
     *
     * @return the digest, or nothing if only a tag names the image
     */
    public Optional<Digest> digest() {
        return Optional.ofNullable(digest);
    }

    /**
     * Returns registry and path together.
     *
     * @return for example {@code docker.io/library/nginx}
     */
    public String repository() {
        return domain + "/" + path;
    }

    /**
     * Returns the reference as people like to read it: without what Docker would fill in.
     *
     * @return for example {@code nginx:latest}
     */
    public String familiar() {
        return familiarRepository() + suffix();
    }

    /**
     * Returns the same repository with another tag and no digest.
     *
     * @param newTag letters, digits, underscores, dots and dashes, up to 128
     * @return the new reference
     * @throws IllegalArgumentException if it is no tag
     */
    public ImageReference withTag(String newTag) {
        return new ImageReference(domain, path, checkedTag(newTag), null);
    }

    /**
     * Returns the same repository with a digest and no tag.
     *
     * @param newDigest the digest of the image's manifest
     * @return the new reference
     */
    public ImageReference withDigest(Digest newDigest) {
        return new ImageReference(domain, path, null, newDigest);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ImageReference that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** Returns the whole reference, with everything filled in. */
    @Override
    @JsonValue
    public String toString() {
        return repository() + suffix();
    }

    private String familiarRepository() {
        if (!domain.equals(DEFAULT_DOMAIN)) {
            return repository();
        }
        String shorter = path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
        // docker.io/library/a/b must not become a/b, which would be read back as docker.io/a/b
        return shorter.indexOf('/') >= 0 ? path : shorter;
    }

    private String suffix() {
        return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }

    /** Docker's rule: a first part is a registry if it has a dot, a colon or a capital letter. */
    private static boolean looksLikeDomain(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
    }

    private static String checkedDomain(String text, String domain) {
        String host = domain;
        int colon = domain.lastIndexOf(':');
        if (colon > domain.lastIndexOf(']')) {
            host = domain.substring(0, colon);
            String port = domain.substring(colon + 1);
            if (!PORT.matcher(port).matches() || Integer.parseInt(port) > 65535) {
                throw bad(text, Quoted.text(port) + " is no port");
            }
        }
        boolean name =
                HOST_NAME.matcher(host).matches()
                        && !host.contains("..")
                        && !host.contains(".-")
                        && !host.contains("-.");
        if (!name && !IP_V6.matcher(host).matches()) {
            throw bad(text, Quoted.text(host) + " is no registry's host name");
        }
        return domain;
    }

    private static void checkPath(String text, String path) {
        if (path.length() > LONGEST_PATH) {
            throw bad(text, "the repository is longer than " + LONGEST_PATH + " characters");
        }
        for (String part : path.split("/", -1)) {
            if (!PATH.matcher(part).matches()) {
                String lower = part.toLowerCase(Locale.ROOT);
                throw bad(
                        text,
                        PATH.matcher(lower).matches()
                                ? "a repository is written in lower case: " + Quoted.text(lower)
                                : Quoted.text(part)
                                        + " isn't lower-case letters and digits with dots, dashes"
                                        + " or underscores between them");
            }
        }
    }

    private static Digest digestOf(String text, String digest) {
        try {
            return Digest.of(digest);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Not an image reference: " + Quoted.text(text) + ": " + e.getMessage(), e);
        }
    }

    private static String checkedTag(String tag) {
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException(
                    "Not an image tag: "
                            + Quoted.text(tag)
                            + " isn't up to 128 letters, digits, underscores, dots and dashes that"
                            + " start with none of the last two");
        }
        return tag;
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException(
                "Not an image reference: " + Quoted.text(text) + ": " + why);
    }
}
