package dev.mullion.security.quota;

import dev.mullion.security.Auditable;
import dev.mullion.security.Resource;
import dev.mullion.security.tenant.Stage;
import dev.mullion.security.tenant.TenantId;

/** What a quota is of: a tenant, or one stage of it. What a stage takes, its tenant takes too. */
public sealed interface QuotaPlace extends Resource, Auditable {

    TenantId tenant();

    /** The text that stands for it beside the tenant's id, in the database and in the API. */
    String stageCode();

    /** What people call it in a sentence about its tenant. */
    String words();

    /** A whole tenant. */
    record OfTenant(TenantId tenant) implements QuotaPlace {

        @Override
        public String stageCode() {
            return "";
        }

        @Override
        public String words() {
            return "the tenant";
        }

        @Override
        public String path() {
            return tenant.path();
        }

        @Override
        public String auditText() {
            return "of the tenant";
        }
    }

    /** One stage of a tenant. */
    record OfStage(TenantId tenant, Stage stage) implements QuotaPlace {

        @Override
        public String stageCode() {
            return stage.code();
        }

        @Override
        public String words() {
            return "stage " + stage.code();
        }

        @Override
        public String path() {
            return tenant.at(stage).path();
        }

        @Override
        public String auditText() {
            return "of stage " + stage.code();
        }

        /** The tenant as a whole, whose quota holds for the stage, too. */
        OfTenant whole() {
            return new OfTenant(tenant);
        }
    }
}
