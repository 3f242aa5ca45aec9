package dev.mullion.frontend.account;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.communication.IndexHtmlResponse;
import dev.mullion.security.Secrets;

/**
 * The content security policy of the pages. Only scripts that carry this answer's nonce run, and
 * what they load; markup that somebody managed to smuggle in has no nonce and stays dead. Two
 * things have to be allowed that should not be: {@code unsafe-eval}, because this version of Flow's
 * client turns the server's expressions into functions, and inline styles, because the web
 * components bring theirs along. Neither lets a stranger's markup run a script.
 */
class ContentPolicy implements VaadinServiceInitListener {

    private final Secrets secrets;

    ContentPolicy(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        // In development mode Vite and the developer tools bring scripts of their own.
        event.addIndexHtmlRequestListener(ContentPolicy::keepNowhere);
        if (event.getSource().getDeploymentConfiguration().isProductionMode()) {
            event.addIndexHtmlRequestListener(this::apply);
        } else {
            event.addIndexHtmlRequestListener(
                    page -> page.getVaadinResponse().setHeader("Content-Security-Policy", ""));
        }
    }

    /**
     * The page carries the nonce and the token against forged requests: no copy of it may live on.
     */
    private static void keepNowhere(IndexHtmlResponse page) {
        page.getVaadinResponse().setHeader("Cache-Control", "no-store");
    }

    private void apply(IndexHtmlResponse page) {
        var nonce = secrets.next();
        page.getDocument().getElementsByTag("script").attr("nonce", nonce);
        page.getVaadinResponse().setHeader("Content-Security-Policy", policy(nonce));
    }

    static String policy(String nonce) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'nonce-" + nonce + "' 'strict-dynamic' 'unsafe-eval'",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data:",
                "font-src 'self' data:",
                "connect-src 'self'",
                "manifest-src 'self'",
                "form-action 'self'",
                "base-uri 'self'",
                "frame-ancestors 'none'");
    }
}
