package dev.mullion.security.audit;

import dev.mullion.security.Authorizer;
import dev.mullion.security.Callers;
import dev.mullion.security.Requires;
import org.springframework.aop.Advisor;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/** Puts the guard before the services. */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
class GuardConfiguration {

    /** Outside of transactions (which come last), so that a refused call never opens one. */
    private static final int BEFORE_TRANSACTIONS = 100;

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Advisor serviceGuard(
            ObjectProvider<Callers> callers,
            ObjectProvider<Authorizer> authorizer,
            ObjectProvider<AuditLog> audit) {
        var advisor =
                new DefaultPointcutAdvisor(
                        AnnotationMatchingPointcut.forMethodAnnotation(Requires.class),
                        new ServiceGuard(callers, authorizer, audit));
        advisor.setOrder(BEFORE_TRANSACTIONS);
        return advisor;
    }

    /**
     * The guard must not depend on something else, such as transactions, having switched proxies
     * on.
     */
    @Bean
    static BeanDefinitionRegistryPostProcessor guardedServicesAreProxied() {
        return new BeanDefinitionRegistryPostProcessor() {
            @Override
            public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
                AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
                AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(registry);
            }
        };
    }
}
