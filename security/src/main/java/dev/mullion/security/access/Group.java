package dev.mullion.security.access;

import dev.mullion.security.Auditable;
import java.util.List;
import java.util.UUID;

/**
 * Accounts that are given roles together.
 *
 * @param members by name
 */
public record Group(UUID id, String name, List<Principal> members) implements Auditable {

    public Group {
        members = List.copyOf(members);
    }

    @Override
    public String auditText() {
        return "group \"" + name + "\" " + id;
    }
}
