package dev.mullion.security.guardrail;

import tools.jackson.databind.JsonNode;

/** The value of a rule that has no values: it holds, for everybody. */
public record Always() implements Bound<Always> {

    static final Notation<Always> NOTATION =
            new Notation<>() {
                @Override
                public Always read(JsonNode json, String at) {
                    throw new PolicyFormatException(
                            at, at + " always holds and can't be set; leave it out");
                }

                @Override
                public Object write(Always value) {
                    return "always";
                }
            };

    @Override
    public Always and(Always other) {
        return this;
    }
}
