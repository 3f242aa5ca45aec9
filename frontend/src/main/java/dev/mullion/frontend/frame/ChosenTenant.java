package dev.mullion.frontend.frame;

import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.spring.annotation.SpringComponent;
import com.vaadin.flow.spring.annotation.VaadinSessionScope;
import dev.mullion.security.tenant.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tenant that somebody works in, for as long as the browser's session lasts. It narrows what
 * pages show and gives nobody a right.
 */
@SpringComponent
@VaadinSessionScope
public class ChosenTenant {

    /** What the tenant is called in an address. */
    public static final String PARAMETER = "tenant";

    private @Nullable TenantId tenant;

    /** The tenant; empty for all of them. */
    public Optional<TenantId> tenant() {
        return Optional.ofNullable(tenant);
    }

    /**
     * Works in the tenant that an address names, so that a link shows others the same. An address
     * that names none, or none that can be, changes nothing.
     */
    public void follow(QueryParameters address) {
        address.getSingleParameter(PARAMETER).flatMap(ChosenTenant::id).ifPresent(this::choose);
    }

    private static Optional<TenantId> id(String text) {
        try {
            return Optional.of(TenantId.of(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** Works in this tenant from now on; null for all. */
    public void choose(@Nullable TenantId chosen) {
        tenant = chosen;
    }
}
