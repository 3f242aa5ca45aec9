package dev.mullion.security.guardrail;

/**
 * One reason why a request is refused. Every text may be shown to whoever asked.
 *
 * @param rule the name of the rule, for example {@code isolation}
 * @param field the request's member in Docker's words, for example {@code
 *     HostConfig.Mounts[0].Source}
 * @param asked what it asks for
 * @param allowed what is allowed there, as a clause
 * @param origin where that comes from
 * @param remedy what would pass, as a sentence
 */
public record Finding(
        String rule, String field, String asked, String allowed, Origin origin, String remedy) {

    /** The whole finding as a text that a person can read. */
    public String text() {
        return "%s asks for %s, but %s (rule \"%s\", from %s; %s). %s"
                .formatted(
                        field, asked, allowed, rule, origin.name(), origin.changeableBy(), remedy);
    }

    /** The same about a member that is called otherwise in another request. */
    Finding renamed(String before, String after) {
        return field.equals(before)
                ? new Finding(rule, after, asked, allowed, origin, remedy)
                : this;
    }
}
