package dev.mullion.security.access;

import dev.mullion.security.Audited;
import dev.mullion.security.Caller;
import dev.mullion.security.Callers;
import dev.mullion.security.Decision;
import dev.mullion.security.NoSuchThingException;
import dev.mullion.security.Permission;
import dev.mullion.security.RefusedException;
import dev.mullion.security.RefusedInputException;
import dev.mullion.security.Requires;
import dev.mullion.security.VisibleName;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** The roles there are: the ready-made ones, and those that people make up. */
@Service
public class RoleService {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_SUMMARY = 500;

    private final Callers callers;
    private final AccessBook book;
    private final RoleTable table;
    private final Clock clock;

    RoleService(Callers callers, AccessBook book, RoleTable table, Clock clock) {
        this.callers = callers;
        this.book = book;
        this.table = table;
        this.clock = clock;
    }

    /** All roles: the ready-made ones, the most powerful first, and then the others by name. */
    @Requires(Permission.ROLE_READ)
    public List<Role> list() {
        var custom =
                book.snapshot().roles().stream()
                        .filter(role -> !role.readyMade())
                        .sorted(Comparator.comparing(Role::name, String.CASE_INSENSITIVE_ORDER));
        return Stream.concat(ReadyRoles.all().stream(), custom).toList();
    }

    /**
     * Makes a role up. It gives nobody anything until it is bound.
     *
     * @throws RefusedInputException for the field {@code name}, {@code summary} or {@code
     *     permissions}
     */
    @Requires(Permission.ROLE_WRITE)
    public Role create(
            @Audited("role") String name,
            String summary,
            @Audited("permissions") Set<Permission> permissions) {
        return book.change(before -> {
            var role = checked(UUID.randomUUID(), name, summary, permissions, before);
            table.insert(role, clock.instant());
            return role;
        });
    }

    /**
     * Changes a role that somebody made up, for all who have it.
     *
     * @throws NoSuchThingException if there is none
     * @throws RefusedException if somebody has it where the caller could not give what is added
     */
    @Requires(Permission.ROLE_WRITE)
    public Role change(
            @Audited("role") UUID id,
            @Audited("name") String name,
            String summary,
            @Audited("permissions") Set<Permission> permissions) {
        var caller = callers.current();
        return book.change(before -> {
            var old = custom(before, id);
            var role = checked(id, name, summary, permissions, before);
            checkGrowth(caller, before, old, role);
            table.update(role);
            return role;
        });
    }

    /** Removes a role that somebody made up; whoever has it has it no longer. */
    @Requires(Permission.ROLE_WRITE)
    public void remove(@Audited("role") UUID id) {
        book.<Boolean>change(before -> {
            custom(before, id);
            table.delete(id);
            return true;
        });
    }

    /** Changing a role that is bound is giving: what is added has to be the caller's to give. */
    private void checkGrowth(Caller caller, AccessSnapshot before, Role old, Role role) {
        var delegation = new Delegation(before, clock.instant());
        var giver = caller.accountId();
        before.bindings()
                .filter(binding -> binding.role().equals(role.id()))
                .forEach(binding -> {
                    var added = new EnumMap<Permission, Reach>(Permission.class);
                    added.putAll(role.permissions());
                    added.keySet().removeAll(old.permissions().keySet());
                    if (!added.isEmpty()
                            && (giver == null
                                    || delegation
                                            .firstNotHeld(
                                                    giver, added, binding.path(), binding.until())
                                            .isPresent())) {
                        throw new RefusedException(
                                caller,
                                Permission.ROLE_WRITE,
                                binding.path(),
                                Decision.refuse(
                                        "the role is bound there, and you don't hold there what"
                                                + " would be added to it"));
                    }
                });
    }

    private static Role custom(AccessSnapshot snapshot, UUID id) {
        return snapshot.role(id)
                .filter(role -> !role.readyMade())
                .orElseThrow(() ->
                        new NoSuchThingException(
                                "There is no role " + id + " that somebody made up."));
    }

    private static Role checked(
            UUID id,
            String name,
            String summary,
            Set<Permission> permissions,
            AccessSnapshot before) {
        var title = VisibleName.of("name", name, LONGEST_NAME);
        if (before.roles().stream()
                .anyMatch(role -> !role.id().equals(id) && role.name().equalsIgnoreCase(title))) {
            throw new RefusedInputException("name", "There is a role of that name already.");
        }
        if (summary.length() > LONGEST_SUMMARY) {
            throw new RefusedInputException(
                    "summary", "Say it in " + LONGEST_SUMMARY + " characters or fewer.");
        }
        if (permissions.isEmpty() || permissions.stream().anyMatch(Permission::everyones)) {
            throw new RefusedInputException(
                    "permissions",
                    "A role grants at least one permission, and none that everybody has anyway.");
        }
        return Role.custom(id, title, summary.strip(), permissions);
    }
}
