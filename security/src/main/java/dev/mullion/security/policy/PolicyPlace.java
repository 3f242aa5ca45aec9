package dev.mullion.security.policy;

import dev.mullion.security.Auditable;
import dev.mullion.security.Resource;
import dev.mullion.security.Trust;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/** Where a policy is written: for a trust level, for a tenant, or for one stage of a tenant. */
public sealed interface PolicyPlace extends Resource, Auditable {

    /**
     * Names the place in the database.
     *
     * @return at most 120 characters, unlike that of any other place
     */
    String key();

    /** The tenant that it is about; null if it is about all of a trust level. */
    @Nullable TenantId tenant();

    /** All tenants of a trust level, and the platform's own work with {@link Trust#TRUSTED}. */
    record OfTrust(Trust trust) implements PolicyPlace {

        @Override
        public String key() {
            return "/trust/" + trust.code();
        }

        /** The platform's: what holds for everybody is nobody's who is in a tenant. */
        @Override
        public String path() {
            return PLATFORM.path();
        }

        @Override
        public @Nullable TenantId tenant() {
            return null;
        }

        @Override
        public String auditText() {
            return "for " + trust.code() + " tenants";
        }
    }

    /** One tenant. */
    record OfTenant(TenantId tenant) implements PolicyPlace {

        @Override
        public String key() {
            return path();
        }

        @Override
        public String path() {
            return tenant.path();
        }

        @Override
        public String auditText() {
            return "for the tenant";
        }
    }

    /** One stage of a tenant. */
    record OfStage(TenantId tenant, Stage stage) implements PolicyPlace {

        @Override
        public String key() {
            return path();
        }

        @Override
        public String path() {
            return tenant.at(stage).path();
        }

        @Override
        public String auditText() {
            return "for stage " + stage.code();
        }
    }
}
