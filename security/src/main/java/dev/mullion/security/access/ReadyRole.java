package dev.mullion.security.access;

import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * The roles that come with Mullion. What each grants stands in {@link ReadyRoles}. The ids are in
 * databases, so they never change.
 */
public enum ReadyRole {
    PLATFORM_OWNER(
            1,
            "PO",
            "Platform Owner",
            "Answers for the portal: everything but what tenants run; appoints the others",
            Place.PLATFORM),
    PLATFORM_ADMINISTRATOR(
            2,
            "PA",
            "Platform Administrator",
            "Runs portal, hosts and tenants; does not work in what tenants run",
            Place.PLATFORM),
    HOST_OPERATOR(
            3,
            "HO",
            "Host Operator",
            "Adds hosts and looks after them",
            Place.PLATFORM,
            Place.HOSTS,
            Place.HOST),
    SECURITY_OFFICER(
            4,
            "SO",
            "Security Officer",
            "Decides on trust, roles and who has them; runs nothing",
            Place.PLATFORM),
    AUDITOR(
            5,
            "AU",
            "Auditor",
            "Reads everything but secrets, and changes nothing",
            Place.PLATFORM,
            Place.TENANT),
    CATALOGUE_CURATOR(6, "CC", "Catalogue Curator", "Looks after images", Place.PLATFORM),
    TENANT_OWNER(
            7, "TO", "Tenant Owner", "Answers for a tenant: its members and stages", Place.TENANT),
    ENVIRONMENT_MANAGER(
            8,
            "EM",
            "Environment Manager",
            "Does everything within a stage",
            Place.TENANT,
            Place.STAGE,
            Place.HOSTS,
            Place.HOST),
    DEPLOYER(
            9,
            "DP",
            "Deployer",
            "Launches and replaces; for pipelines",
            Place.TENANT,
            Place.STAGE,
            Place.HOSTS,
            Place.HOST),
    DEVELOPER(
            10,
            "DV",
            "Developer",
            "Makes containers and handles their own",
            Place.TENANT,
            Place.STAGE,
            Place.HOSTS,
            Place.HOST),
    OPERATOR(
            11,
            "OP",
            "Operator",
            "Starts, stops and watches; makes and removes nothing",
            Place.TENANT,
            Place.STAGE,
            Place.HOSTS,
            Place.HOST),
    VIEWER(
            12,
            "VW",
            "Viewer",
            "Looks, logs included",
            Place.TENANT,
            Place.STAGE,
            Place.HOSTS,
            Place.HOST);

    private final UUID id;
    private final String code;
    private final String title;
    private final String summary;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that never changes
    private final Set<Place> places;

    ReadyRole(int number, String code, String title, String summary, Place first, Place... more) {
        this.id = UUID.fromString("00000000-0000-4000-8000-%012d".formatted(number));
        this.code = code;
        this.title = title;
        this.summary = summary;
        this.places = Set.copyOf(EnumSet.of(first, more));
    }

    /** The role's id in every portal. */
    public UUID id() {
        return id;
    }

    /** Two letters that head its column in the table of permissions. */
    public String code() {
        return code;
    }

    public String title() {
        return title;
    }

    public String summary() {
        return summary;
    }

    /** Where it can be bound. */
    public Set<Place> places() {
        return places;
    }

    /** Roles that its holder may give to others without holding what they grant. */
    Set<ReadyRole> appoints() {
        return switch (this) {
            case PLATFORM_OWNER ->
                    EnumSet.of(
                            PLATFORM_ADMINISTRATOR,
                            HOST_OPERATOR,
                            SECURITY_OFFICER,
                            AUDITOR,
                            CATALOGUE_CURATOR,
                            TENANT_OWNER);
            case PLATFORM_ADMINISTRATOR -> EnumSet.of(TENANT_OWNER);
            case SECURITY_OFFICER -> EnumSet.of(AUDITOR);
            default -> EnumSet.noneOf(ReadyRole.class);
        };
    }
}
