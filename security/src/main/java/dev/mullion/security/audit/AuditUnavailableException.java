package dev.mullion.security.audit;

/** The audit could not be written, so the call it was about did not happen. */
public class AuditUnavailableException extends RuntimeException {

    AuditUnavailableException(String action, Throwable cause) {
        super(
                "\""
                        + action
                        + "\" was not done, because the audit could not be written. Check the portal's"
                        + " database and its disk, then try again.",
                cause);
    }
}
