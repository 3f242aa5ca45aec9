package dev.mullion.hcs.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks which systems there are. What is null doesn't narrow the answer.
 *
 * @param ids of these ids
 * @param names of these names
 * @param types {@code Container}, {@code VirtualMachine}
 * @param owners of these owners; without it, systems of other products are among the answers
 */
public record SystemQuery(
        @Nullable List<String> ids,
        @Nullable List<String> names,
        @Nullable List<String> types,
        @Nullable List<String> owners) {

    /**
     * Asks for the systems of one owner.
     *
     * @param owner the owner
     * @return the query
     */
    public static SystemQuery ofOwner(String owner) {
        return new SystemQuery(null, null, null, List.of(owner));
    }
}
