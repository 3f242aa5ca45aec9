package dev.mullion.security.quota;

import dev.mullion.security.Permission;
import dev.mullion.security.access.ReadyRoles;
import dev.mullion.security.access.Role;
import java.util.List;

/**
 * What would be taken of one limit if something more were made or started.
 *
 * @param place whose limit it is
 * @param used what is taken now
 * @param asked what would come to it
 * @param most the limit
 * @param unlimited whether what is asked for has no limit of its own where it needs one
 */
public record Forecast(
        QuotaPlace place, QuotaKind kind, long used, long asked, long most, boolean unlimited) {

    /** What would be taken then. */
    public long after() {
        return used + asked;
    }

    /** Whether it would be within the limit. Who asks for none of a kind is never in its way. */
    public boolean fits() {
        return !unlimited && (asked == 0 || after() <= most);
    }

    /** The names of the ready-made roles that can change the limit. */
    public List<String> changeableBy() {
        var change =
                place instanceof QuotaPlace.OfTenant
                        ? Permission.QUOTA_WRITE
                        : Permission.QUOTA_SPLIT;
        return ReadyRoles.all().stream()
                .filter(role -> role.reach(change).isPresent())
                .map(Role::name)
                .toList();
    }

    /** Such as {@code 14 GiB of 16 GiB}. */
    public String words() {
        return kind.words(after()) + " of " + kind.words(most);
    }
}
