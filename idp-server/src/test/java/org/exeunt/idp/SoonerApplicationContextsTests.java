package org.exeunt.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

class SoonerApplicationContextsTests {

    private static final ResolvableType OF_TEXTS = ResolvableType.forClassWithGenerics(Supplier.class, String.class);

    private final SoonerApplicationContexts contexts = new SoonerApplicationContexts();
    private DefaultListableBeanFactory beans;

    @BeforeEach
    void make() {
        var context = (GenericApplicationContext) Objects.requireNonNull(contexts.create(WebApplicationType.SERVLET));
        beans = context.getDefaultListableBeanFactory();
        beans.registerBeanDefinition("numbers", new RootBeanDefinition(Numbers.class));
        beans.freezeConfiguration();
    }

    @Test
    void a_bean_is_found_by_its_generic_type() {
        beans.registerBeanDefinition("texts", new RootBeanDefinition(Texts.class));

        assertThat(beans.getBeanNamesForType(OF_TEXTS)).containsExactly("texts");
        assertThat(beans.getBeanNamesForType(Supplier.class)).containsExactly("numbers", "texts");
    }

    @Test
    void what_was_answered_before_is_forgotten_when_a_bean_is_added() {
        ResolvableType lists = ResolvableType.forClassWithGenerics(List.class, String.class);
        assertThat(beans.getBeanNamesForType(OF_TEXTS)).isEmpty();
        assertThat(beans.getBeanNamesForType(lists)).isEmpty();

        beans.registerSingleton("texts", new Texts());
        beans.registerSingleton("list", List.of());

        assertThat(beans.getBeanNamesForType(OF_TEXTS)).containsExactly("texts");
        assertThat(beans.getBeanNamesForType(List.class)).containsExactly("list");
    }

    @ParameterizedTest
    @EnumSource(
            value = WebApplicationType.class,
            names = {"NONE", "REACTIVE"})
    void other_kinds_of_application_are_none_of_its_business(WebApplicationType type) {
        assertThat(contexts.create(type)).isNull();
    }

    static final class Texts implements Supplier<String> {
        @Override
        public String get() {
            return "";
        }
    }

    static final class Numbers implements Supplier<Integer> {
        @Override
        public Integer get() {
            return 0;
        }
    }
}
