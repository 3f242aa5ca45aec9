package dev.mullion.frontend.frame;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import org.jsoup.nodes.Document;

/**
 * Sets up what every page shares: the handler of its unexpected errors, and what must be in its
 * first HTML before the application starts: the language, and the frame's script, which sets the
 * colour scheme before anything is painted. The script is a file of our own origin.
 *
 * <p>Registered by {@code META-INF/services} and not as a Spring bean, because such listeners come
 * first: the content security policy signs the scripts that it finds, so it must come after.
 */
public final class IndexHtml implements VaadinServiceInitListener {

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(response -> complete(response.getDocument()));
        event.getSource()
                .addSessionInitListener(
                        init -> init.getSession().setErrorHandler(new UnexpectedErrors()));
    }

    private static void complete(Document document) {
        document.getElementsByTag("html").attr("lang", "en");
        document.head().appendElement("script").attr("src", "assets/mullion.js");
    }
}
