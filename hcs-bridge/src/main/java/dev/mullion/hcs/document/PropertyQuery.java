package dev.mullion.hcs.document;

import java.util.List;

/**
 * Asks for properties of a system or of the service; an empty text asks for the basic ones.
 *
 * @param propertyTypes {@code Statistics}, {@code ProcessList}, {@code GuestConnection}; of the
 *     service {@code Basic}, {@code ContainerCredentialGuard}. Statistics are dear: the service
 *     walks every process of the host, so ask every few seconds at most
 */
public record PropertyQuery(List<String> propertyTypes) {}
