package dev.mullion.security.guardrail;

import java.util.List;

/**
 * One of the security options of a request.
 *
 * @param field the member
 * @param name what is before the first = or :, as it was written
 * @param value what is after it
 */
record SecurityOption(String field, String name, String value) {

    private static final String CREDENTIAL_SPEC = "credentialspec";

    static List<SecurityOption> all(Workload asked) {
        List<String> options = asked.hostConfig().securityOpt();
        SecurityOption[] read = new SecurityOption[options.size()];
        for (int i = 0; i < read.length; i++) {
            read[i] = read("HostConfig.SecurityOpt[" + i + "]", options.get(i));
        }
        return List.of(read);
    }

    private static SecurityOption read(String field, String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':');
        // Docker takes a colon only where there is no equals sign
        int split = equals >= 0 ? equals : colon;
        return split < 0
                ? new SecurityOption(field, text, "")
                : new SecurityOption(field, text.substring(0, split), text.substring(split + 1));
    }

    /** In any case of letters, as engines on Windows take it. */
    boolean isCredentialSpec() {
        return HostPath.smallLetters(name).equals(CREDENTIAL_SPEC);
    }
}
