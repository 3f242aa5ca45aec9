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
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The groups of accounts. Who puts somebody into a group gives them all that is bound to it, so it
 * has to be theirs to give.
 */
@Service
public class GroupService {

    private static final int LONGEST_NAME = 100;

    private final Callers callers;
    private final AccessBook book;
    private final JdbcClient jdbc;
    private final Clock clock;

    GroupService(Callers callers, AccessBook book, JdbcClient jdbc, Clock clock) {
        this.callers = callers;
        this.book = book;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** All groups, by name. */
    @Requires(Permission.GROUP_READ)
    public List<Group> list() {
        var snapshot = book.snapshot();
        return snapshot.principals().stream()
                .filter(known -> known.kind() == PrincipalKind.GROUP)
                .map(known -> group(snapshot, known))
                .sorted(Comparator.comparing(Group::name, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    /**
     * Makes a group with nobody in it.
     *
     * @throws RefusedInputException for the field {@code name}
     */
    @Requires(Permission.GROUP_WRITE)
    public Group create(@Audited("group") String name) {
        var title = VisibleName.of("name", name, LONGEST_NAME);
        var id = UUID.randomUUID();
        return book.change(before -> {
            if (before.principals().stream()
                    .filter(known -> known.kind() == PrincipalKind.GROUP)
                    .anyMatch(known -> known.name().equalsIgnoreCase(title))) {
                throw new RefusedInputException("name", "There is a group of that name already.");
            }
            jdbc.sql(
                            """
                            insert into account_group (id, name, name_key, created_at)
                            values (:id, :name, :key, :at)
                            """)
                    .param("id", id)
                    .param("name", title)
                    .param("key", title.toLowerCase(Locale.ROOT))
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            return new Group(id, title, List.of());
        });
    }

    /**
     * Removes a group; who had a role through it has it no longer.
     *
     * @throws RefusedException if something is bound to it that the caller could not give
     */
    @Requires(Permission.GROUP_WRITE)
    public Group remove(@Audited("group") UUID id) {
        var caller = callers.current();
        return book.change(before -> {
            var group = find(before, id);
            checkGiving(caller, before, group, null);
            jdbc.sql("delete from account_group where id = :id").param("id", id).update();
            return group(before, group);
        });
    }

    /**
     * Puts an account into a group. Nothing happens if it is in it already.
     *
     * @throws NoSuchThingException if there is no such group or account
     * @throws RefusedException if something is bound to the group that the caller could not give
     */
    @Requires(Permission.GROUP_WRITE)
    public void add(@Audited("group") UUID id, @Audited("account") UUID account) {
        var caller = callers.current();
        book.<Boolean>change(before -> {
            var group = find(before, id);
            var member = account(before, account);
            checkGiving(caller, before, group, member);
            if (!member.groups().contains(id)) {
                jdbc.sql(
                                """
                                insert into account_group_member (group_id, account_id)
                                values (:group, :account)
                                """)
                        .param("group", id)
                        .param("account", account)
                        .update();
            }
            return true;
        });
    }

    /**
     * Takes an account out of a group; what it had through the group it has no longer when this
     * returns. Nothing happens if it is not in it.
     *
     * @throws NoSuchThingException if there is no such group or account
     * @throws RefusedException if something is bound to the group that the caller could not give
     */
    @Requires(Permission.GROUP_WRITE)
    public void takeOut(@Audited("group") UUID id, @Audited("account") UUID account) {
        var caller = callers.current();
        book.<Boolean>change(before -> {
            checkGiving(caller, before, find(before, id), account(before, account));
            jdbc.sql(
                            """
                            delete from account_group_member
                            where group_id = :group and account_id = :account
                            """)
                    .param("group", id)
                    .param("account", account)
                    .update();
            return true;
        });
    }

    private void checkGiving(
            Caller caller, AccessSnapshot before, Principal group, @Nullable Principal member) {
        var giver = caller.accountId();
        var delegation = new Delegation(before, clock.instant());
        var receiver = member == null ? group : member;
        var objection =
                giver == null
                        ? Optional.of("only an account can")
                        : before.bindingsOf(group.id()).stream()
                                .flatMap(binding ->
                                        before.role(binding.role()).stream()
                                                .flatMap(role ->
                                                        delegation
                                                                .objection(
                                                                        giver,
                                                                        role,
                                                                        receiver,
                                                                        binding.path(),
                                                                        binding.until())
                                                                .stream()))
                                .findFirst();
        if (objection.isPresent()) {
            throw new RefusedException(
                    caller,
                    Permission.GROUP_WRITE,
                    AccessPath.PLATFORM,
                    Decision.refuse(
                            "a role of that group is not yours to give or take: "
                                    + objection.get()));
        }
    }

    private static Group group(AccessSnapshot snapshot, Principal group) {
        return new Group(
                group.id(),
                group.name(),
                snapshot.principals().stream()
                        .filter(known -> known.groups().contains(group.id()))
                        .sorted(Comparator.comparing(Principal::name))
                        .toList());
    }

    private static Principal find(AccessSnapshot snapshot, UUID id) {
        return snapshot.principal(id)
                .filter(known -> known.kind() == PrincipalKind.GROUP)
                .orElseThrow(() -> new NoSuchThingException("There is no group " + id + "."));
    }

    private static Principal account(AccessSnapshot snapshot, UUID id) {
        return snapshot.principal(id)
                .filter(known -> known.kind() != PrincipalKind.GROUP)
                .orElseThrow(() -> new NoSuchThingException("There is no account " + id + "."));
    }
}
