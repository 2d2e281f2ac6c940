package org.exeunt.idp.database;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Role;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

@Configuration(proxyBeanMethods = false)
class TransactionConfiguration {

    /** {@code @Transactional} in our classes alone: to look for it in every method of every library's bean takes a start's twentieth. */
    @Bean
    @Primary
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static TransactionAttributeSource transactionsOfOurs() {
        return new AnnotationTransactionAttributeSource(false) {
            @Override
            public boolean isCandidateClass(Class<?> targetClass) {
                return targetClass.getName().startsWith("org.exeunt.") && super.isCandidateClass(targetClass);
            }
        };
    }
}
