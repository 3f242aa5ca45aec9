package dev.mullion.hcs.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the compute service answers about itself.
 *
 * @param properties one for each type that was asked for, with the members of that type
 */
public record ServiceProperties(@Nullable List<Property> properties) {

    /**
     * Properties of one type.
     *
     * @param supportedSchemaVersions the newest of each major version ({@code Basic}), or null
     * @param instances of credentials ({@code ContainerCredentialGuard}), or null
     */
    public record Property(
            @Nullable List<SchemaVersion> supportedSchemaVersions,
            @Nullable List<Instance> instances) {}

    /**
     * The credentials of a container.
     *
     * @param id the container's
     * @param credentialGuard what goes into its document
     * @param hvSocketConfig what a utility VM needs besides, with Hyper-V isolation; else null
     */
    public record Instance(
            @Nullable String id,
            ComputeSystemDocument.@Nullable CredentialGuard credentialGuard,
            @Nullable HvSocketConfig hvSocketConfig) {}

    /**
     * A socket between the host and a utility VM.
     *
     * @param serviceId its GUID
     * @param serviceConfig as the utility VM takes it
     */
    public record HvSocketConfig(String serviceId, @Nullable Map<String, Object> serviceConfig) {}

    /**
     * Says whether documents of a schema version are understood.
     *
     * @param version which
     * @return true if that version or a newer one of the same major number is listed
     */
    public boolean supports(SchemaVersion version) {
        return all().flatMap(property -> each(property.supportedSchemaVersions()))
                .anyMatch(newest ->
                        newest.major() == version.major() && newest.minor() >= version.minor());
    }

    /**
     * Finds the credentials of a container.
     *
     * @param id the container's
     * @return what goes into its document
     */
    public Optional<ComputeSystemDocument.CredentialGuard> credentialGuard(String id) {
        return all().flatMap(property -> each(property.instances()))
                .filter(instance -> id.equals(instance.id()))
                .flatMap(instance -> Stream.ofNullable(instance.credentialGuard()))
                .findFirst();
    }

    private Stream<Property> all() {
        return each(properties);
    }

    private static <T> Stream<T> each(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }
}
