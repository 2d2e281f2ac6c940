package org.exeunt.idp.whole;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Stands between the server and its database, and lets a watcher do something before and after every statement and commit. */
final class StatementRecorder implements BeanPostProcessor {

    /** What a watcher is told instead of SQL when a transaction commits. */
    static final String COMMIT = "commit";

    private final Function<Connection, Watcher> watchers;

    /** @param watchers makes the watcher of a connection each time that it is borrowed */
    StatementRecorder(Function<Connection, Watcher> watchers) {
        this.watchers = watchers;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        return bean instanceof DataSource dataSource
                ? new DelegatingDataSource(dataSource) {
                    @Override
                    public Connection getConnection() throws SQLException {
                        Connection connection = super.getConnection();
                        return watched(connection, watchers.apply(connection));
                    }
                }
                : bean;
    }

    private static Connection watched(Connection connection, Watcher watcher) {
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals(COMMIT)) {
                return around(COMMIT, watcher, () -> invoke(method, connection, arguments));
            }
            Object result = invoke(method, connection, arguments);
            return result instanceof PreparedStatement statement && arguments != null
                    ? watched(statement, (String) arguments[0], watcher)
                    : result;
        });
    }

    private static PreparedStatement watched(PreparedStatement statement, String sql, Watcher watcher) {
        return proxy(
                PreparedStatement.class,
                (method, arguments) -> method.getName().startsWith("execute")
                        ? around(sql, watcher, () -> invoke(method, statement, arguments))
                        : invoke(method, statement, arguments));
    }

    private static @Nullable Object around(String sql, Watcher watcher, Step step) throws Throwable {
        watcher.before(sql);
        Object result = step.take();
        watcher.after(sql);
        return result;
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

    /** Sees what one connection is used for. */
    interface Watcher {

        /** May refuse: the server sees the exception as if it came from the database. */
        void before(String sql) throws SQLException;

        default void after(String sql) {}
    }

    /** What is watched. */
    private interface Step {

        @Nullable
        Object take() throws Throwable;
    }

    /** What a proxied method does instead. */
    private interface Behaviour {

        @Nullable
        Object invoke(Method method, Object @Nullable [] arguments) throws Throwable;
    }
}
