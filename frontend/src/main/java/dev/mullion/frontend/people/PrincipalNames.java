package dev.mullion.frontend.people;

import dev.mullion.security.Authorizer;
import dev.mullion.security.Permission;
import dev.mullion.security.Resource;
import dev.mullion.security.access.Group;
import dev.mullion.security.access.GroupService;
import dev.mullion.security.account.PeopleService;
import dev.mullion.security.account.Person;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The names to offer where somebody is to be named; who may not list them types them. */
@Component
public class PrincipalNames {

    private final PeopleService people;
    private final GroupService groups;
    private final Authorizer authorizer;

    PrincipalNames(PeopleService people, GroupService groups, Authorizer authorizer) {
        this.people = people;
        this.groups = groups;
        this.authorizer = authorizer;
    }

    /** Names of accounts and groups that the person may know of; may be none. */
    public List<String> known() {
        Stream<String> accounts =
                authorizer.may(Permission.USER_READ, Resource.PLATFORM)
                        ? people.list().stream().map(Person::username)
                        : Stream.empty();
        Stream<String> together =
                authorizer.may(Permission.GROUP_READ, Resource.PLATFORM)
                        ? groups.list().stream().map(Group::name)
                        : Stream.empty();
        return Stream.concat(accounts, together).distinct().toList();
    }
}
