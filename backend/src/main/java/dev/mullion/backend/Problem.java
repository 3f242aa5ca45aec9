package dev.mullion.backend;

import dev.mullion.security.Refusal;
import dev.mullion.security.guardrail.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a service did not do what it was asked for, in words for the person who asked. The pages show
 * it as it is, the API turns it into problem details.
 */
public final class Problem extends RuntimeException implements Refusal {

    private static final long serialVersionUID = 1L;

    /** What sort of thing stood in the way, with the HTTP status that says the same. */
    public enum Kind {
        /** A rule is against it, whoever asks. */
        REFUSED(403),
        /** It does not exist, or no longer does. */
        NOT_FOUND(404),
        /** Something that exists already, or its state, does not allow it. */
        CONFLICT(409),
        /** What was given can't be used; {@link Problem#field()} may say which part of it. */
        INVALID(422),
        /** The host was reached and said no, or its answer made no sense. */
        HOST_REFUSED(502),
        /** The host can't be reached now. */
        HOST_UNREACHABLE(503),
        /** The host was reached and did not answer in time. */
        HOST_TIMEOUT(504);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Kind kind;
    private final String asked;
    private final String because;
    private final String remedy;
    private final @Nullable String field;
    private final @Nullable String code;
    private final transient List<Finding> findings;

    private Problem(
            Kind kind,
            String asked,
            String because,
            String remedy,
            @Nullable String field,
            @Nullable Throwable cause,
            @Nullable String code,
            List<Finding> findings) {
        super("Could not " + asked + ": " + why(because, remedy), cause);
        this.kind = kind;
        this.asked = asked;
        this.because = because;
        this.remedy = remedy;
        this.field = field;
        this.code = code;
        this.findings = List.copyOf(findings);
    }

    /**
     * A problem of any kind.
     *
     * @param asked what was to be done, as it follows "could not": {@code start container "web"}
     * @param because what stood in the way; an engine's own words where they are the best ones
     * @param remedy what the person can do about it, a whole sentence
     */
    public static Problem of(Kind kind, String asked, String because, String remedy) {
        return new Problem(kind, asked, because, remedy, null, null, null, List.of());
    }

    /** Something that does not exist, or no longer does. */
    public static Problem notFound(String asked, String because, String remedy) {
        return of(Kind.NOT_FOUND, asked, because, remedy);
    }

    /** Something that the present state of things does not allow. */
    public static Problem conflict(String asked, String because, String remedy) {
        return of(Kind.CONFLICT, asked, because, remedy);
    }

    /**
     * Something given that can't be used.
     *
     * @param field the name of the request's component that has to change, as the API spells it
     */
    public static Problem invalid(String field, String asked, String because, String remedy) {
        return new Problem(Kind.INVALID, asked, because, remedy, field, null, null, List.of());
    }

    /**
     * Something that a rule is against.
     *
     * @param code the stable text that programs tell such refusals apart by
     * @param findings every reason, each with its rule; may be empty
     */
    public static Problem refused(
            String code, String asked, String because, String remedy, List<Finding> findings) {
        return new Problem(Kind.REFUSED, asked, because, remedy, null, null, code, findings);
    }

    /** The same problem, saying which part of the request caused it. */
    public Problem at(String field) {
        return new Problem(kind, asked, because, remedy, field, getCause(), code, findings);
    }

    /** The same problem, with the exception that brought it to light. */
    public Problem causedBy(Throwable cause) {
        return new Problem(kind, asked, because, remedy, field, cause, code, findings);
    }

    public Kind kind() {
        return kind;
    }

    @Override
    public boolean refused() {
        return kind == Kind.REFUSED;
    }

    /** The stable text that programs tell refusals apart by; only refusals have one. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** What rules have against it, if it is refused by some. */
    public List<Finding> findings() {
        return findings;
    }

    /** What was to be done, as it follows "could not". */
    public String asked() {
        return asked;
    }

    /** What stood in the way. */
    public String because() {
        return because;
    }

    /** What the person can do about it. */
    public String remedy() {
        return remedy;
    }

    /**
     * What stood in the way and what to do about it, in sentences: for a place that says already
     * what was asked, such as beside a field.
     */
    public String reason() {
        String why = why(because, remedy);
        return why.isEmpty()
                ? why
                : why.substring(0, 1).toUpperCase(Locale.ROOT) + why.substring(1);
    }

    /** The component of the request that has to change, where there is one. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    private static String why(String because, String remedy) {
        return sentence(because) + " " + sentence(remedy);
    }

    private static String sentence(String words) {
        String trimmed = words.strip();
        return trimmed.isEmpty() || ".!?".indexOf(trimmed.charAt(trimmed.length() - 1)) >= 0
                ? trimmed
                : trimmed + ".";
    }
}
