package dev.mullion.security.access;

import dev.mullion.security.Permission;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the ready-made roles grant: one table, which the decisions are made by and which the pages
 * show. A permission that everybody has anyway is not in it.
 */
public final class ReadyRoles {

    // x: everywhere; b: outside of tenants; o: on what the same account made; a dot: not at all
    private static final String TABLE =
            """
            permission         PO PA HO SO AU CC TO EM DP DV OP VW
            host.read          x  x  x  x  x  .  x  x  .  .  .  .
            host.enroll        x  x  x  .  .  .  .  .  .  .  .  .
            host.update        x  x  x  .  .  .  .  .  .  .  .  .
            host.remove        x  x  .  .  .  .  .  .  .  .  .  .
            container.list     x  x  x  x  x  .  x  x  x  x  x  x
            container.inspect  b  .  .  x  x  .  x  x  x  x  x  x
            container.logs     b  .  .  .  x  .  x  x  x  x  x  x
            container.create   b  .  .  .  .  .  x  x  x  x  .  .
            container.start    b  .  .  .  .  .  x  x  x  x  x  .
            container.stop     b  .  x  .  .  .  x  x  x  x  x  .
            container.restart  b  .  x  .  .  .  x  x  x  x  x  .
            container.kill     b  .  x  .  .  .  x  x  x  x  x  .
            container.pause    b  .  .  .  .  .  x  x  .  o  x  .
            container.rename   b  .  .  .  .  .  x  x  x  o  .  .
            container.remove   b  .  .  .  .  .  x  x  x  o  .  .
            image.read         b  .  x  .  x  x  x  x  x  x  x  x
            image.pull         b  .  x  .  .  x  x  x  x  x  .  .
            image.tag          b  .  .  .  .  x  x  x  x  o  .  .
            image.remove       b  .  x  .  .  x  x  x  .  o  .  .
            image.prune        x  x  x  .  .  .  .  .  .  .  .  .
            activity.read      x  x  x  .  x  .  x  x  x  x  x  x
            activity.cancel    x  x  x  .  .  .  x  x  x  x  .  .
            binding.read       x  x  .  x  x  .  .  .  .  .  .  .
            binding.write      x  .  .  x  .  .  .  .  .  .  .  .
            member.read        x  x  .  x  x  .  x  x  .  .  .  .
            member.write       x  x  .  x  .  .  x  x  .  .  .  .
            role.write         x  .  .  x  .  .  .  .  .  .  .  .
            audit.read         x  .  .  x  x  .  x  .  .  .  .  .
            audit.export       x  .  .  x  x  .  .  .  .  .  .  .
            access.review      x  x  .  x  x  .  x  .  .  .  .  .
            user.read          x  x  .  x  x  .  .  .  .  .  .  .
            user.create        x  x  .  x  .  .  .  .  .  .  .  .
            user.update        x  x  .  x  .  .  .  .  .  .  .  .
            group.read         x  x  .  x  x  .  .  .  .  .  .  .
            group.write        x  x  .  x  .  .  .  .  .  .  .  .
            serviceaccount.write x x .  x  .  .  .  .  .  .  .  .
            tenant.read        x  x  x  x  x  .  x  x  x  x  x  x
            tenant.create      x  x  .  .  .  .  .  .  .  .  .  .
            tenant.update      x  x  .  .  .  .  x  .  .  .  .  .
            tenant.trust-class x  .  .  x  .  .  .  .  .  .  .  .
            tenant.suspend     x  x  .  x  .  .  .  .  .  .  .  .
            tenant.delete      x  x  .  .  .  .  .  .  .  .  .  .
            policy.read        x  x  x  x  x  x  x  x  x  x  x  x
            policy.write       x  .  .  x  .  .  x  .  .  .  .  .
            quota.read         x  x  x  x  x  .  x  x  x  x  x  x
            quota.write        x  x  .  .  .  .  .  .  .  .  .  .
            quota.split        x  x  .  .  .  .  x  .  .  .  .  .
            """;

    private static final Map<ReadyRole, Role> ROLES = read(TABLE);

    private ReadyRoles() {}

    /** All of them, the most powerful first. */
    public static List<Role> all() {
        return List.copyOf(ROLES.values());
    }

    /** One of them, with what it grants. */
    public static Role of(ReadyRole role) {
        return Objects.requireNonNull(ROLES.get(role));
    }

    static Map<ReadyRole, Role> read(String table) {
        var rows = table.lines().map(line -> line.split(" +")).toList();
        var codes = rows.getFirst();
        Map<ReadyRole, Role> roles = new EnumMap<>(ReadyRole.class);
        for (int column = 1; column < codes.length; column++) {
            Map<Permission, Reach> granted = new EnumMap<>(Permission.class);
            for (var row : rows.subList(1, rows.size())) {
                var permission = Permission.ofCode(row[0]);
                reach(row[column]).ifPresent(reach -> granted.put(permission, reach));
            }
            var ready = withCode(codes[column]);
            roles.put(ready, role(ready, granted));
        }
        return roles;
    }

    private static Optional<Reach> reach(String cell) {
        return switch (cell) {
            case "x" -> Optional.of(Reach.EVERYWHERE);
            case "b" -> Optional.of(Reach.OUTSIDE_TENANTS);
            case "o" -> Optional.of(Reach.OWN);
            case "." -> Optional.empty();
            default -> throw new IllegalArgumentException("No reach is written " + cell);
        };
    }

    private static Role role(ReadyRole ready, Map<Permission, Reach> granted) {
        return new Role(
                ready.id(),
                ready.title(),
                ready.summary(),
                true,
                granted,
                ready.places(),
                ready.appoints().stream().map(ReadyRole::id).collect(Collectors.toSet()));
    }

    private static ReadyRole withCode(String code) {
        return Stream.of(ReadyRole.values())
                .filter(role -> role.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No role is called " + code));
    }
}
