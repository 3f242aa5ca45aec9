package dev.mullion.backend.access;

import dev.mullion.backend.live.LiveChanges;
import dev.mullion.backend.live.Topic;
import dev.mullion.security.access.AccessBook;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Tells of every change of tenants, accounts and roles, so that open pages show what is so now. */
@Component
class AccessNews implements SmartInitializingSingleton {

    private final AccessBook book;
    private final LiveChanges changes;

    AccessNews(AccessBook book, LiveChanges changes) {
        this.book = book;
        this.changes = changes;
    }

    @Override
    public void afterSingletonsInstantiated() {
        book.onChange(() -> changes.publish(Topic.ACCESS));
    }
}
