package dev.mullion.tests;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests one {@link World} for the whole run, since making one takes longer than most of them.
 * A test that kills a part of the world makes a world of its own; the others name what they make so
 * that nobody else trips over it.
 */
public final class SharedWorld implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(World.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // the root's store lives as long as the run and closes what is AutoCloseable
        return context.getRoot()
                .getStore(Namespace.create(SharedWorld.class))
                .computeIfAbsent(World.class, any -> World.start(), World.class);
    }
}
