package dev.mullion.frontend.image;

import com.vaadin.flow.router.QueryParameters;
import dev.mullion.backend.host.HostId;
import dev.mullion.backend.image.ImageQuery;
import dev.mullion.frontend.frame.ListFilter;
import java.util.Set;

/** What the list of images is narrowed to. */
record ImageFilter(String text, Set<HostId> hosts) implements ListFilter {

    ImageFilter {
        hosts = Set.copyOf(hosts);
    }

    static ImageFilter none() {
        return new ImageFilter("", Set.of());
    }

    static ImageFilter of(QueryParameters address) {
        return new ImageFilter(ListFilter.text(address), ListFilter.hosts(address));
    }

    @Override
    public QueryParameters parameters() {
        return new QueryParameters(ListFilter.address(this));
    }

    @Override
    public boolean narrows() {
        return !equals(none());
    }

    ImageQuery query(ImageQuery.Sort sort, boolean descending, int offset, int limit) {
        return new ImageQuery(text.strip(), hosts, sort, descending, offset, limit);
    }
}
