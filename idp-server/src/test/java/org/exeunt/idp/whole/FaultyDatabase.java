package org.exeunt.idp.whole;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Stands between the server and its database, and breaks once when told to: at the n-th of our statements, or when a
 * transaction commits. Ours are written in lower case; Spring Session's, in upper case, do not count.
 */
final class FaultyDatabase implements BeanPostProcessor {

    private static final Pattern OURS = Pattern.compile("\\s*(select|insert|update|delete)\\s.*", Pattern.DOTALL);
    private static final Pattern WRITES = Pattern.compile("\\s*(insert|update|delete)\\s.*", Pattern.DOTALL);

    private final AtomicInteger statementsLeft = new AtomicInteger();
    private final AtomicBoolean commitFails = new AtomicBoolean();
    private final AtomicBoolean failed = new AtomicBoolean();

    void failAtStatement(int number) {
        failed.set(false);
        statementsLeft.set(number);
    }

    void failAtCommit() {
        failed.set(false);
        commitFails.set(true);
    }

    /** No fault from now on. Tells whether there was one. */
    boolean heal() {
        statementsLeft.set(0);
        commitFails.set(false);
        return failed.getAndSet(false);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof DataSource dataSource
                ? new DelegatingDataSource(dataSource) {
                    @Override
                    public Connection getConnection() throws SQLException {
                        return faulty(super.getConnection());
                    }
                }
                : bean;
    }

    private Connection faulty(Connection connection) {
        var hasWritten = new AtomicBoolean();
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("commit") && hasWritten.get() && commitFails.compareAndSet(true, false)) {
                // As if the connection had broken: the database rolls back, the server learns that it knows nothing.
                connection.rollback();
                throw broken();
            }
            Object result = invoke(method, connection, arguments);
            return result instanceof PreparedStatement statement && arguments != null
                    ? faulty(statement, (String) arguments[0], hasWritten)
                    : result;
        });
    }

    private PreparedStatement faulty(PreparedStatement statement, String sql, AtomicBoolean hasWritten) {
        return proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().startsWith("execute") && OURS.matcher(sql).matches()) {
                if (statementsLeft.get() > 0 && statementsLeft.decrementAndGet() == 0) {
                    throw broken();
                }
                hasWritten.compareAndSet(false, WRITES.matcher(sql).matches());
            }
            return invoke(method, statement, arguments);
        });
    }

    private SQLException broken() {
        failed.set(true);
        return new SQLException("the database broke", "08006");
    }

    private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, Behaviour behaviour) {
        InvocationHandler handler = (_, method, arguments) -> behaviour.invoke(method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** What a proxied method does instead. */
    private interface Behaviour {

        @Nullable
        Object invoke(Method method, Object @Nullable [] arguments) throws Throwable;
    }
}
