package dev.mullion.backend.activity;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The kinds of work that exist. They are looked up when they are needed, since a kind of work may
 * itself start activities.
 */
@Component
class Works {

    private final ObjectProvider<ActivityWork> beans;

    Works(ObjectProvider<ActivityWork> beans) {
        this.beans = beans;
    }

    Optional<ActivityWork> find(String kind) {
        return beans.stream().filter(work -> work.kind().equals(kind)).findFirst();
    }

    boolean repeatable(String kind) {
        return find(kind).map(ActivityWork::repeatable).orElse(false);
    }
}
