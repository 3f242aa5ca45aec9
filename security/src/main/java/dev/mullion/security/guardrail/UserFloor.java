package dev.mullion.security.guardrail;

import dev.mullion.docker.Isolation;

/** Who may run what is in a container. */
public enum UserFloor implements Bound<UserFloor> {
    /** Anybody. */
    ANY,
    /** Its administrator only where Hyper-V keeps it from the host. */
    ADMINISTRATOR_WITH_HYPERV,
    /** Never its administrator. */
    NO_ADMINISTRATOR;

    private static final String FIELD = "User";

    @Override
    public UserFloor and(UserFloor other) {
        return compareTo(other) >= 0 ? this : other;
    }

    static void check(Workload asked, UserFloor floor, Objections objections) {
        if (floor == ANY) {
            return;
        }
        String own = asked.config().user();
        String ofImage = asked.image().details().config().user();
        UserText user = UserText.of(asked.host().windows(), own == null ? ofImage : own);
        boolean apart = asked.hostConfig().isolation() == Isolation.HYPERV;
        if (user.standing() == UserText.Standing.PLAIN
                || (floor == ADMINISTRATOR_WITH_HYPERV && apart)) {
            return;
        }
        String with = floor == NO_ADMINISTRATOR ? "" : ", or Hyper-V isolation";
        objections.add(
                FIELD,
                own == null ? "what the image has (" + user.shown() + ")" : user.shown(),
                user.standing() == UserText.Standing.ADMINISTRATOR
                        ? "the container's administrator isn't allowed"
                        : "a user isn't allowed who can't be told from an administrator",
                asked.host().windows()
                        ? "Ask for ContainerUser" + with + "."
                        : "Ask for a user by a number other than 0" + with + ".");
    }
}
