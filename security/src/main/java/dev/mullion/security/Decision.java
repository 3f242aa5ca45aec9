package dev.mullion.security;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call may happen, and why.
 *
 * @param reason one clause that a person can read, without a full stop
 * @param grant what allows it; absent if it is refused, or allowed without a role
 * @param grantableBy the names of roles whose holders could give what is missing, if it is refused
 *     for want of a role
 */
public record Decision(
        boolean allowed, String reason, @Nullable Grant grant, List<String> grantableBy) {

    public Decision {
        grantableBy = List.copyOf(grantableBy);
    }

    /**
     * The binding that allows something.
     *
     * @param binding its id
     * @param role the role's name
     * @param path where the role is bound
     * @param group the name of the group that the caller has it through, if not in person
     * @param until when it ends, if it does
     */
    public record Grant(
            UUID binding,
            String role,
            String path,
            @Nullable String group,
            @Nullable Instant until) {

        /** Such as "Developer at /hosts/… through group QA". */
        public String words() {
            return role + " at " + path + (group == null ? "" : " through group " + group);
        }
    }

    /** Allowed without a role, for example to the portal itself. */
    public static Decision allow(String reason) {
        return new Decision(true, reason, null, List.of());
    }

    /** Allowed by a role that is bound. */
    public static Decision allow(Grant grant) {
        return new Decision(true, grant.words(), grant, List.of());
    }

    /** Refused, for a reason that no role would change. */
    public static Decision refuse(String reason) {
        return refuse(reason, List.of());
    }

    /** Refused for want of a role. */
    public static Decision refuse(String reason, List<String> grantableBy) {
        return new Decision(false, reason, null, grantableBy);
    }

    /** What a person can do about a refusal, a sentence; empty if there is nothing to say. */
    public String remedy() {
        return grantableBy.isEmpty()
                ? ""
                : "Who can give that right: " + String.join(", ", grantableBy) + ".";
    }
}
