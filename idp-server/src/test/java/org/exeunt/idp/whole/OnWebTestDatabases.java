package org.exeunt.idp.whole;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a test class once on each database of the system property {@code exeunt.web-test-databases}; its constructor gets the
 * {@link TestDatabase}. For tests about HTTP alone, whose SQL other tests prove {@linkplain OnEachDatabase on each database}:
 * {@code mvn verify} runs them on H2, {@code mvn -Pfull verify} on PostgreSQL, too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@MethodSource("org.exeunt.idp.whole.TestDatabase#forWebTests")
@interface OnWebTestDatabases {}
