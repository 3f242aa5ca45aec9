package dev.mullion.backend.api;

import dev.mullion.backend.Page;
import dev.mullion.security.access.Group;
import dev.mullion.security.access.GroupService;
import dev.mullion.security.access.Principal;
import dev.mullion.security.account.PeopleService;
import dev.mullion.security.account.Person;
import dev.mullion.security.token.ApiToken;
import dev.mullion.security.token.NewToken;
import dev.mullion.security.token.TokenService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "People", description = "Accounts of people and of programs, and groups of them")
class PeopleApi {

    private final PeopleService people;
    private final GroupService groups;
    private final TokenService tokens;

    PeopleApi(PeopleService people, GroupService groups, TokenService tokens) {
        this.people = people;
        this.groups = groups;
        this.tokens = tokens;
    }

    /**
     * Somebody to make an account for.
     *
     * @param password to sign in with first
     */
    record NewPersonBody(@Nullable String username, @Nullable String password) {

        @Override
        public String toString() {
            return "an account for " + username;
        }
    }

    /** A program to make an account for. */
    record NewServiceBody(@Nullable String username) {}

    /** A group to make. */
    record NewGroupBody(@Nullable String name) {}

    /**
     * A token to make.
     *
     * @param name what it is for
     * @param days how long it works, 1 to 365
     */
    record NewTokenBody(@Nullable String name, @Nullable Integer days) {}

    /**
     * A token just made.
     *
     * @param text the whole token; it can never be read again
     */
    record NewTokenAnswer(ApiToken token, String text) {

        static NewTokenAnswer of(NewToken made) {
            return new NewTokenAnswer(made.token(), made.text());
        }

        @Override
        public String toString() {
            return token.toString();
        }
    }

    /** A group, with the accounts in it. */
    record GroupBody(UUID id, String name, List<GroupMemberBody> members) {

        static GroupBody of(Group group) {
            return new GroupBody(
                    group.id(),
                    group.name(),
                    group.members().stream().map(GroupMemberBody::of).toList());
        }
    }

    /** An account in a group. */
    record GroupMemberBody(UUID id, String name) {

        static GroupMemberBody of(Principal member) {
            return new GroupMemberBody(member.id(), member.name());
        }
    }

    @GetMapping("/accounts")
    @Operation(summary = "List accounts of people and programs")
    Page<Person> list(@ParameterObject Listing listing) {
        return listing.byName(people.list(), Person::username);
    }

    @PostMapping("/people")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Make an account for somebody",
            description = "They may do nothing until they are given a role.")
    @ApiResponse(responseCode = "201", description = "They can sign in")
    Person create(@RequestBody NewPersonBody body) {
        var asked = "make an account";
        return people.create(
                Required.field("username", body.username(), asked),
                Required.field("password", body.password(), asked));
    }

    @PostMapping("/accounts/{account}/suspend")
    @Operation(
            summary = "Suspend an account",
            description = "Its sessions and tokens end, and it may do nothing.")
    Person suspend(@PathVariable UUID account) {
        return people.suspend(account);
    }

    @PostMapping("/accounts/{account}/resume")
    @Operation(summary = "Let a suspended account go on")
    Person resume(@PathVariable UUID account) {
        return people.resume(account);
    }

    @PostMapping("/services")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Make an account for a program",
            description = "It calls with tokens and can't sign in.")
    @ApiResponse(responseCode = "201", description = "It may do nothing until it is given a role")
    Person createService(@RequestBody NewServiceBody body) {
        return people.createService(
                Required.field("username", body.username(), "make an account for a program"));
    }

    @GetMapping("/services/{service}/tokens")
    @Operation(summary = "List the tokens of a program's account")
    List<ApiToken> tokens(@PathVariable UUID service) {
        return tokens.of(service);
    }

    @PostMapping("/services/{service}/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Make a token for a program",
            description = "Its text is in this answer only.")
    @ApiResponse(responseCode = "201", description = "It works from now on")
    NewTokenAnswer createToken(@PathVariable UUID service, @RequestBody NewTokenBody body) {
        var asked = "make a token";
        var days = Required.field("days", body.days(), asked);
        return NewTokenAnswer.of(
                tokens.createFor(
                        service,
                        Required.field("name", body.name(), asked),
                        Duration.ofDays(days)));
    }

    @DeleteMapping("/services/{service}/tokens/{token}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End a token of a program at once")
    void revokeToken(@PathVariable UUID service, @PathVariable UUID token) {
        tokens.revokeFor(service, token);
    }

    @GetMapping("/groups")
    @Operation(summary = "List groups, with who is in each")
    Page<GroupBody> groups(@ParameterObject Listing listing) {
        return listing.byName(groups.list().stream().map(GroupBody::of).toList(), GroupBody::name);
    }

    @PostMapping("/groups")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Make a group with nobody in it")
    @ApiResponse(responseCode = "201", description = "It is there")
    GroupBody createGroup(@RequestBody NewGroupBody body) {
        return GroupBody.of(groups.create(Required.field("name", body.name(), "make a group")));
    }

    @DeleteMapping("/groups/{group}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove a group, and what was bound to it")
    void removeGroup(@PathVariable UUID group) {
        groups.remove(group);
    }

    @PutMapping("/groups/{group}/members/{account}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Put an account into a group",
            description =
                    "It gets all that is bound to the group, so that has to be yours to give.")
    void addToGroup(@PathVariable UUID group, @PathVariable UUID account) {
        groups.add(group, account);
    }

    @DeleteMapping("/groups/{group}/members/{account}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take an account out of a group")
    void takeOutOfGroup(@PathVariable UUID group, @PathVariable UUID account) {
        groups.takeOut(group, account);
    }
}
